// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1363} from "@openzeppelin/contracts/interfaces/IERC1363.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IAttentionMarket} from "../../../contracts/interfaces/IAttentionMarket.sol";
import {IQuoteGate} from "../../../contracts/interfaces/IQuoteGate.sol";
import {Quoting} from "./Quoting.sol";
import {VM} from "./Vm.sol";

/// @dev Honest buyers and supporters, by every way there is to pay.
abstract contract Purchases is Quoting {
    struct Past {
        IQuoteGate.Quote quote;
        uint256 quantity;
        uint256 key;
        bytes signature;
    }

    Past[] internal _past;

    bytes32 private constant PERMIT_TYPEHASH =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    function approve(uint256 seed) external inTime {
        VM.prank(_person(seed));
        TOKEN.approve(address(MARKET), seed % 4 == 0 ? _mix(seed, 1) % 1e20 : type(uint256).max);
    }

    function buy(uint256 seed) external inTime {
        address buyer = seed % 8 == 0 ? address(WALLET) : _person(seed);
        (IQuoteGate.Quote memory quote, uint256 quantity) = _quote(seed, buyer);
        _buy(quote, quantity, _signerKey, _sign(_signerKey, MARKET.quoteDigest(quote)));
    }

    /// @dev A quote that the outgoing key signed.
    function buyAtOutgoingQuote(uint256 seed) external inTime {
        (IQuoteGate.Quote memory quote, uint256 quantity) = _quote(seed, _person(seed));
        uint256 key = _outgoingKey == 0 ? 0xBAD : _outgoingKey;
        _buy(quote, quantity, key, _sign(key, MARKET.quoteDigest(quote)));
    }

    /// @dev A quote may be used until it expires: each use is paid for.
    function buyAgain(uint256 seed) external inTime {
        VM.assume(_past.length != 0);
        uint256 back = seed % (_past.length < 6 ? _past.length : 6);
        Past memory past = _past[_past.length - 1 - back];
        _buy(past.quote, past.quantity, past.key, past.signature);
    }

    /// @dev The permit may be somebody else's to use first, or be bad: the allowance decides.
    function buyWithPermit(uint256 seed) external inTime {
        address buyer = _person(seed);
        (IQuoteGate.Quote memory quote, uint256 quantity) = _quote(seed, buyer);
        uint256 price = quote.unitPrice * quantity;
        IAttentionMarket.Permit memory permit;
        (permit.value, permit.deadline) = (seed % 2 == 0 ? price : type(uint256).max, _now + seed % 60);
        uint256 key = seed % 8 == 1 ? 0xBAD : _keys[buyer];
        (permit.v, permit.r, permit.s) = VM.sign(key, _permitDigest(buyer, permit));
        if (seed % 3 == 0 && key != 0xBAD) {
            VM.prank(_person(_mix(seed, 7)));
            TOKEN.permit(buyer, address(MARKET), permit.value, permit.deadline, permit.v, permit.r, permit.s);
        }
        bytes4 expected = _verdict(quote, quantity, buyer, _signerKey);
        if (expected == ACCEPTED) {
            expected = _pullVerdict(buyer, price, key == 0xBAD ? TOKEN.allowance(buyer, address(MARKET)) : permit.value);
        }
        bytes memory signature = _sign(_signerKey, MARKET.quoteDigest(quote));
        bytes memory data = abi.encodeCall(IAttentionMarket.buyWithPermit, (quote, quantity, signature, permit));
        if (!_call(buyer, address(MARKET), data, expected)) return;
        _book(quote, quantity);
    }

    /// @dev With no approval, by the token's `transferAndCall`; sometimes with the wrong amount.
    function buyByTransfer(uint256 seed) external inTime {
        address buyer = seed % 8 == 0 ? address(WALLET) : _person(seed);
        (IQuoteGate.Quote memory quote, uint256 quantity) = _quote(seed, buyer);
        uint256 price = quote.unitPrice * quantity;
        uint256 paid = seed % 8 == 1 ? price - 1 : seed % 8 == 2 ? price + 1 : price;
        bytes memory signature = _sign(_signerKey, MARKET.quoteDigest(quote));
        // The payment says the unit price: another one makes another quote, which nobody signed.
        uint256 key = paid / quantity == quote.unitPrice ? _signerKey : 0;
        quote.unitPrice = paid / quantity;
        bytes4 expected = _heed[buyer] < paid
            ? IERC20Errors.ERC20InsufficientBalance.selector
            : _verdict(quote, quantity, buyer, key);
        if (expected == ACCEPTED && paid != price) expected = IAttentionMarket.WrongPayment.selector;
        bytes memory data = _transferAndCall(paid, _purchaseData(quote, quantity, signature));
        if (_call(buyer, address(TOKEN), data, expected)) _book(quote, quantity);
    }

    function support(uint256 seed) external inTime {
        address supporter = _person(seed);
        (uint256 contentId, uint256 amount) = _gift(seed);
        bytes4 expected = _supportVerdict(contentId, amount);
        if (expected == ACCEPTED) {
            expected = _pullVerdict(supporter, amount, TOKEN.allowance(supporter, address(MARKET)));
        }
        bytes memory data = abi.encodeCall(IAttentionMarket.support, (contentId, amount));
        if (_call(supporter, address(MARKET), data, expected)) _bookSupport(supporter, contentId, amount);
    }

    function supportByTransfer(uint256 seed) external inTime {
        address supporter = _person(seed);
        (uint256 contentId, uint256 amount) = _gift(seed);
        bytes4 expected = _supportVerdict(contentId, amount);
        bytes memory data = _transferAndCall(amount, _supportData(contentId));
        if (_call(supporter, address(TOKEN), data, expected)) _bookSupport(supporter, contentId, amount);
    }

    function _buy(IQuoteGate.Quote memory quote, uint256 quantity, uint256 key, bytes memory signature) internal {
        bytes4 expected = _verdict(quote, quantity, quote.buyer, key);
        uint256 price = quote.unitPrice * quantity;
        if (expected == ACCEPTED) {
            expected = _pullVerdict(quote.buyer, price, TOKEN.allowance(quote.buyer, address(MARKET)));
        }
        bytes memory data = abi.encodeCall(IAttentionMarket.buy, (quote, quantity, signature));
        if (!_call(quote.buyer, address(MARKET), data, expected)) return;
        _past.push(Past(quote, quantity, key, signature));
        _book(quote, quantity);
    }

    function _purchaseData(IQuoteGate.Quote memory quote, uint256 quantity, bytes memory signature)
        internal
        pure
        returns (bytes memory)
    {
        bytes memory head = abi.encodePacked(
            uint40(quote.contentId),
            uint16(quantity),
            uint16(quote.maxQuantity),
            uint40(quote.expiresAt),
            uint40(quote.counter)
        );
        if (quote.recipient == quote.buyer && quote.referrer == address(0)) return abi.encodePacked(uint8(1), head, signature);
        return abi.encodePacked(uint8(2), head, quote.referrer, quote.recipient, signature);
    }

    function _supportData(uint256 contentId) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(0), uint40(contentId));
    }

    function _transferAndCall(uint256 value, bytes memory data) internal view returns (bytes memory) {
        return abi.encodeWithSignature("transferAndCall(address,uint256,bytes)", address(MARKET), value, data);
    }

    function _pullVerdict(address payer, uint256 amount, uint256 allowance) internal view returns (bytes4) {
        if (allowance < amount) return IERC20Errors.ERC20InsufficientAllowance.selector;
        return _heed[payer] < amount ? IERC20Errors.ERC20InsufficientBalance.selector : ACCEPTED;
    }

    function _gift(uint256 seed) private view returns (uint256 contentId, uint256 amount) {
        contentId = 1 + _mix(seed, 1) % (_contentCount + (seed % 16 == 0 ? 1 : 0));
        amount = seed % 16 == 1 ? 0 : 1 + _mix(seed, 2) % (seed % 2 == 0 ? 20 : 1e19);
    }

    function _supportVerdict(uint256 contentId, uint256 amount) private view returns (bytes4) {
        if (_paused) return IQuoteGate.SalesArePaused.selector;
        if (amount == 0) return IAttentionMarket.InvalidAmount.selector;
        if (_listings[contentId].creator == address(0)) return IAttentionMarket.UnknownContent.selector;
        return _listings[contentId].listed ? ACCEPTED : IAttentionMarket.ContentNotListed.selector;
    }

    function _bookSupport(address supporter, uint256 contentId, uint256 amount) private {
        uint256 splitId = _listings[contentId].splitId;
        _pay(supporter, splitId, amount, 0, address(0));
        _auditSplit(splitId);
        _auditMarket();
        _auditAccount(supporter);
    }

    function _permitDigest(address owner, IAttentionMarket.Permit memory permit) private view returns (bytes32) {
        bytes memory fields =
            abi.encode(PERMIT_TYPEHASH, owner, address(MARKET), permit.value, TOKEN.nonces(owner), permit.deadline);
        return keccak256(abi.encodePacked("\x19\x01", TOKEN.DOMAIN_SEPARATOR(), keccak256(fields)));
    }
}
