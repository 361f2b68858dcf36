// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IQuoteGate} from "../interfaces/IQuoteGate.sol";
import {QuoteWords, copyQuote} from "../libraries/QuoteWords.sol";

/// @title The check that every signed price passes
/// @notice See IQuoteGate. A purchase reads one word of it.
abstract contract QuoteGate is IQuoteGate, EIP712, AccessManaged {
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

    /// @notice Begins with no key, so that nothing can be sold yet.
    /// @param manager The access manager that says who may call what.
    constructor(address manager) EIP712("Heed", "1") AccessManaged(manager) {}

    // ——— External ———

    /// @inheritdoc IQuoteGate
    function setQuoteGate(Gate calldata gate) external restricted {
        _hot = Hot({
            signer: gate.signer,
            // No signature recovers to nobody but a broken one, so that nobody must have expired.
            expiresAt: gate.signer == address(0) ? 0 : gate.expiresAt,
            counter: gate.counter,
            paused: _hot.paused
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
        return _quoteDigest(copyQuote(quote));
    }

    // ——— Internal ———

    /// @dev Reverts while sales are paused.
    function _requireSales() internal view {
        if (_hot.paused) revert SalesArePaused();
    }

    /// @dev Reverts unless sales are on and the quote is in time, under the counter and signed by a key that holds.
    function _requireQuote(QuoteWords quote, bytes calldata signature) internal view {
        // Read field by field: the compiler makes one load of it, where a copy to memory would cost 300 gas more.
        (address signer, uint256 signerExpiresAt) = (_hot.signer, _hot.expiresAt);
        (uint256 current, bool paused) = (_hot.counter, _hot.paused);
        if (paused) revert SalesArePaused();
        if (block.timestamp > quote.expiresAt()) revert QuoteExpired(quote.expiresAt());
        if (quote.counter() != current) revert QuoteCancelled(quote.counter(), current);

        bytes32 digest = _quoteDigest(quote);
        // The account is zero where there is an error, so the error itself need not be looked at: see setQuoteGate.
        (address recovered,,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (recovered != signer) {
            (signer, signerExpiresAt) = _contractOrOutgoingSigner(signer, signerExpiresAt, recovered, digest, signature);
        }
        if (block.timestamp > signerExpiresAt) revert QuoteSignerExpired(signer, signerExpiresAt);
    }

    /// @dev What a quote's signer signs.
    function _quoteDigest(QuoteWords quote) internal view returns (bytes32) {
        return _hashTypedDataV4(quote.structHash());
    }

    // ——— Private ———

    /// @dev Which key signed, where it was not the one in use by its own hand; reverts where none did.
    function _contractOrOutgoingSigner(
        address signer,
        uint256 expiresAt,
        address recovered,
        bytes32 digest,
        bytes calldata signature
    ) private view returns (address, uint256) {
        if (_isSignedByContract(signer, digest, signature)) return (signer, expiresAt);
        Outgoing memory outgoing = _outgoing;
        bool byItself = recovered != address(0) && recovered == outgoing.signer;
        if (!byItself && !_isSignedByContract(outgoing.signer, digest, signature)) revert InvalidQuoteSignature(recovered);
        return (outgoing.signer, outgoing.expiresAt);
    }

    /// @dev ERC-1271. An account without code answers nothing, which is no.
    function _isSignedByContract(address signer, bytes32 digest, bytes calldata signature) private view returns (bool) {
        return SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature);
    }
}
