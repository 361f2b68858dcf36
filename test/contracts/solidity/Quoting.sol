// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1155Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IAttentionMarket} from "../../../contracts/interfaces/IAttentionMarket.sol";
import {ILicences} from "../../../contracts/interfaces/ILicences.sol";
import {IQuoteGate} from "../../../contracts/interfaces/IQuoteGate.sol";
import {Gatekeeping} from "./Gatekeeping.sol";

/// @dev Quotes as the oracle would sign them, and what the market must say to any quote.
abstract contract Quoting is Gatekeeping {
    /// @dev A quote that is good now, and how many to buy.
    function _quote(uint256 seed, address buyer)
        internal
        view
        returns (IQuoteGate.Quote memory quote, uint256 quantity)
    {
        uint256 contentId = 1 + _mix(seed, 1) % _contentCount;
        Listing storage listing = _listings[contentId];
        uint256 range = listing.ceiling - listing.floor;
        uint256 dice = _mix(seed, 2);
        quantity = dice % 16 == 0 ? 1 + (dice >> 8) % 30_000 : 1 + dice % 4;
        quote = IQuoteGate.Quote({
            buyer: buyer,
            recipient: dice % 3 == 0 ? _anyone(dice >> 16) : buyer,
            contentId: contentId,
            referrer: dice % 2 == 0 ? _anyone(dice >> 32) : address(0),
            unitPrice: dice % 5 == 0 ? listing.ceiling : dice % 5 == 1 ? listing.floor : listing.floor + _mix(seed, 3) % (range + 1),
            maxQuantity: quantity + dice % 2,
            expiresAt: _now + (dice >> 48) % 120,
            counter: _counter
        });
    }

    /// @dev The error that the market owes this purchase, if it is signed by `key` (none signed it: zero).
    function _verdict(IQuoteGate.Quote memory quote, uint256 quantity, address payer, uint256 key)
        internal
        view
        returns (bytes4)
    {
        Listing storage listing = _listings[quote.contentId];
        if (quantity == 0 || quantity > quote.maxQuantity) return IAttentionMarket.InvalidQuantity.selector;
        if (listing.creator == address(0)) return IAttentionMarket.UnknownContent.selector;
        if (!listing.listed) return IAttentionMarket.ContentNotListed.selector;
        if (quote.unitPrice < listing.floor || quote.unitPrice > listing.ceiling) {
            return IAttentionMarket.PriceOutOfBounds.selector;
        }
        if (quote.buyer != payer) return IAttentionMarket.WrongBuyer.selector;
        bytes4 gate = _gateVerdict(quote, key);
        if (gate != ACCEPTED) return gate;
        if (quote.recipient == address(0)) return IERC1155Errors.ERC1155InvalidReceiver.selector;
        if (_licences[quote.recipient][quote.contentId] + quantity > 65_535) return ILicences.TooManyLicences.selector;
        return ACCEPTED;
    }

    /// @dev Books a purchase and compares everything it touched.
    function _book(IQuoteGate.Quote memory quote, uint256 quantity) internal {
        _enter(quote, quantity);
        _auditPurchase(quote);
    }

    function _enter(IQuoteGate.Quote memory quote, uint256 quantity) internal {
        Listing storage listing = _listings[quote.contentId];
        uint256 price = quote.unitPrice * quantity;
        bool own = quote.referrer == quote.buyer || quote.referrer == quote.recipient || quote.referrer == address(0);
        uint256 referral = own ? 0 : price * listing.referralBps / 10_000;
        _pay(quote.buyer, listing.splitId, price, referral, quote.referrer);
        _licences[quote.recipient][quote.contentId] += quantity;
        _sold[quote.contentId] += quantity;
    }

    function _auditPurchase(IQuoteGate.Quote memory quote) internal {
        _auditSplit(_listings[quote.contentId].splitId);
        _auditMarket();
        _auditAccount(quote.buyer);
        if (quote.referrer != address(0)) _auditAccount(quote.referrer);
        _auditLicences(quote.recipient, quote.contentId);
        _auditLicences(quote.buyer, quote.contentId);
    }

    function _gateVerdict(IQuoteGate.Quote memory quote, uint256 key) private view returns (bytes4) {
        if (_paused) return IQuoteGate.SalesArePaused.selector;
        if (_now > quote.expiresAt) return IQuoteGate.QuoteExpired.selector;
        if (quote.counter != _counter) return IQuoteGate.QuoteCancelled.selector;
        if (key == 0 || (key != _signerKey && key != _outgoingKey)) return IQuoteGate.InvalidQuoteSignature.selector;
        uint256 expiresAt = key == _signerKey ? _signerExpiresAt : _outgoingExpiresAt;
        return _now > expiresAt ? IQuoteGate.QuoteSignerExpired.selector : ACCEPTED;
    }
}
