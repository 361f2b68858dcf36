// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IQuoteGate} from "../interfaces/IQuoteGate.sol";

/// @title The check that every signed price passes, in one word of storage
abstract contract QuoteGate is IQuoteGate, EIP712, AccessManaged {
    // ——— Constants and immutables ———

    bytes32 private constant QUOTE_TYPEHASH = keccak256(
        "Quote(address buyer,address recipient,uint256 contentId,uint256 unitPrice,uint256 maxQuantity,"
        "address referrer,uint256 expiresAt,uint256 counter)"
    );

    // ——— Storage ———

    /// @dev All that a purchase reads, in one slot.
    struct Hot {
        address signer;
        uint40 expiresAt;
        uint40 counter;
        bool paused;
    }

    /// @dev Read only where the key in use did not sign.
    struct Outgoing {
        address signer;
        uint40 expiresAt;
    }

    Hot private _hot;
    Outgoing private _outgoing;

    // ——— Constructor ———

    constructor(address manager) EIP712("Heed", "1") AccessManaged(manager) {}

    // ——— External ———

    /// @inheritdoc IQuoteGate
    function setQuoteGate(Gate calldata gate) external restricted {
        _hot = Hot({
            signer: gate.signer, expiresAt: gate.expiresAt, counter: gate.counter, paused: _hot.paused
        });
        _outgoing = Outgoing({signer: gate.outgoing, expiresAt: gate.outgoingExpiresAt});
        emit QuoteGateSet(gate.signer, gate.expiresAt, gate.counter, gate.outgoing, gate.outgoingExpiresAt);
    }

    /// @inheritdoc IQuoteGate
    function pauseSales() external restricted {
        _hot.paused = true;
        emit SalesPaused(msg.sender);
    }

    /// @inheritdoc IQuoteGate
    function resumeSales() external restricted {
        _hot.paused = false;
        emit SalesResumed(msg.sender);
    }

    // ——— Views ———

    /// @inheritdoc IQuoteGate
    function quoteGate() external view returns (Gate memory) {
        Hot memory hot = _hot;
        Outgoing memory outgoing = _outgoing;
        return Gate({
            signer: hot.signer,
            expiresAt: hot.expiresAt,
            counter: hot.counter,
            outgoing: outgoing.signer,
            outgoingExpiresAt: outgoing.expiresAt
        });
    }

    /// @inheritdoc IQuoteGate
    function salesPaused() external view returns (bool) {
        return _hot.paused;
    }

    /// @inheritdoc IQuoteGate
    function quoteDigest(Quote calldata quote) external view returns (bytes32) {
        return _quoteDigest(quote);
    }

    // ——— Internal ———

    /// @dev Reverts while sales are paused.
    function _requireSales() internal view {
        require(!_hot.paused, SalesArePaused());
    }

    /// @dev Reverts unless sales are on and the quote is in time, under the counter and signed by a key that holds.
    function _requireQuote(Quote memory quote, bytes memory signature) internal view {
        Hot memory hot = _hot;
        require(!hot.paused, SalesArePaused());
        require(block.timestamp <= quote.expiresAt, QuoteExpired(quote.expiresAt));
        require(quote.counter == hot.counter, QuoteCancelled(quote.counter, hot.counter));

        bytes32 digest = _quoteDigest(quote);
        // The account is zero where there is an error, so the error itself need not be looked at.
        (address recovered,,) = ECDSA.tryRecover(digest, signature);
        if (_isSigned(hot.signer, recovered, digest, signature)) {
            require(block.timestamp <= hot.expiresAt, QuoteSignerExpired(hot.signer, hot.expiresAt));
        } else {
            Outgoing memory outgoing = _outgoing;
            require(
                _isSigned(outgoing.signer, recovered, digest, signature), InvalidQuoteSignature(recovered)
            );
            require(block.timestamp <= outgoing.expiresAt, QuoteSignerExpired(outgoing.signer, outgoing.expiresAt));
        }
    }

    // ——— Private ———

    /// @dev By the key itself, which saves an account with no code the look at its code, or by ERC-1271.
    function _isSigned(address signer, address recovered, bytes32 digest, bytes memory signature)
        private
        view
        returns (bool)
    {
        if (signer == address(0)) return false;
        return signer == recovered || SignatureChecker.isValidERC1271SignatureNow(signer, digest, signature);
    }

    function _quoteDigest(Quote memory quote) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(QUOTE_TYPEHASH, quote)));
    }
}
