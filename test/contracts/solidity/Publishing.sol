// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttentionMarket} from "../../../contracts/interfaces/IAttentionMarket.sol";
import {ISplits} from "../../../contracts/interfaces/ISplits.sol";
import {Handler} from "./Handler.sol";

/// @dev Creators: splits, contents, bounds.
abstract contract Publishing is Handler {
    function createSplit(uint256 seed) public inTime {
        uint256 count = seed % 8 == 0 ? 32 : 1 + seed % 5;
        (address[] memory payees, uint16[] memory bps) = _split(seed, count);
        if (!_call(_person(seed), address(MARKET), abi.encodeCall(ISplits.createSplit, (payees, bps)), ACCEPTED)) return;
        uint256 splitId = ++_splitCount;
        _payees[splitId] = payees;
        for (uint256 i = 0; i < count; ++i) _bps[splitId][payees[i]] = bps[i];
        _auditSplit(splitId);
    }

    function createBadSplit(uint256 seed) external inTime {
        (address[] memory payees, uint16[] memory bps) = _split(seed, 3);
        uint256 flaw = seed % 8;
        bytes4 expected = ISplits.InvalidSplitTotal.selector;
        if (flaw == 0) bps[2] += 1;
        else if (flaw == 1) bps[1] = 0;
        else if (flaw == 2) payees[2] = payees[1];
        else if (flaw == 3) payees[1] = address(0);
        else if (flaw == 4) payees[1] = address(MARKET);
        else if (flaw == 5) payees[1] = address(TOKEN);
        else if (flaw == 6) (payees, bps) = _split(seed, 33);
        else (bps[0], bps[1]) = (uint16(PROTOCOL_FEE_BPS - 1), bps[1] + bps[0] - uint16(PROTOCOL_FEE_BPS - 1));
        if (flaw == 1) expected = ISplits.InvalidShare.selector;
        else if (flaw == 2) expected = ISplits.DuplicatePayee.selector;
        else if (flaw > 2 && flaw < 6) expected = ISplits.InvalidPayee.selector;
        else if (flaw == 6) expected = ISplits.InvalidPayeeCount.selector;
        else if (flaw == 7) expected = ISplits.InsufficientProtocolShare.selector;
        _call(_person(seed), address(MARKET), abi.encodeCall(ISplits.createSplit, (payees, bps)), expected);
    }

    function publish(uint256 seed) public inTime {
        uint256 ceiling = 1 + (seed >> 16) % (seed % 3 == 0 ? 10 : 1e20);
        uint256 floor = seed % 2 == 0 ? 1 : 1 + (seed >> 8) % ceiling;
        uint256 splitId = 1 + seed % _splitCount;
        bytes memory data = abi.encodeCall(IAttentionMarket.publish, ("heed://", bytes32(seed | 1), floor, ceiling, splitId));
        if (!_call(_person(seed), address(MARKET), data, ACCEPTED)) return;
        _listings[++_contentCount] = Listing(_person(seed), floor, ceiling, splitId, 500, true);
    }

    /// @dev Only the creator may, while the content is listed.
    function setPriceBounds(uint256 seed) external inTime {
        uint256 contentId = 1 + seed % _contentCount;
        Listing storage listing = _listings[contentId];
        (address sender, bytes4 expected) = _ownerOrNot(listing, seed);
        (uint256 floor, uint256 ceiling) = (1 + _mix(seed, 1) % 1e18, _mix(seed, 2) % 1e19);
        if (expected == ACCEPTED && floor > ceiling) expected = IAttentionMarket.InvalidPriceBounds.selector;
        bytes memory data = abi.encodeCall(IAttentionMarket.setPriceBounds, (contentId, floor, ceiling));
        if (_call(sender, address(MARKET), data, expected)) (listing.floor, listing.ceiling) = (floor, ceiling);
    }

    function setReferral(uint256 seed) external inTime {
        uint256 contentId = 1 + seed % _contentCount;
        Listing storage listing = _listings[contentId];
        (address sender, bytes4 expected) = _ownerOrNot(listing, seed);
        uint256 bps = _mix(seed, 1) % 1_200;
        if (expected == ACCEPTED && bps > 1_000) expected = IAttentionMarket.InvalidReferral.selector;
        if (_call(sender, address(MARKET), abi.encodeCall(IAttentionMarket.setReferral, (contentId, bps)), expected)) {
            listing.referralBps = bps;
        }
    }

    /// @dev Seldom one of the first ten, so that there is always something to buy.
    function unlist(uint256 seed) external inTime {
        uint256 contentId = 1 + seed % _contentCount;
        Listing storage listing = _listings[contentId];
        (address sender, bytes4 expected) = _ownerOrNot(listing, seed);
        if (contentId <= 10 && seed % 64 != 0) (sender, expected) = (TREASURY, _ownerError(listing, TREASURY));
        if (_call(sender, address(MARKET), abi.encodeCall(IAttentionMarket.unlist, (contentId)), expected)) {
            listing.listed = false;
        }
    }

    function _split(uint256 seed, uint256 count) private view returns (address[] memory payees, uint16[] memory bps) {
        (payees, bps) = (new address[](count), new uint16[](count));
        uint256 left = 10_000;
        uint256 next = seed >> 128;
        for (uint256 i = 0; i < count; ++i) {
            address payee = TREASURY;
            while (i > 0 && payee == TREASURY) payee = _anyone(next++ % ACCOUNTS);
            uint256 least = i == 0 ? PROTOCOL_FEE_BPS : 1;
            uint256 share = i == count - 1 ? left : least + _mix(seed, i) % ((left - least - (count - i - 1)) / (count - i));
            (payees[i], bps[i]) = (payee, uint16(share));
            left -= share;
        }
    }

    function _ownerOrNot(Listing storage listing, uint256 seed) private view returns (address sender, bytes4 expected) {
        sender = seed % 4 == 0 ? _person(_mix(seed, 9)) : listing.creator;
        expected = _ownerError(listing, sender);
    }

    function _ownerError(Listing storage listing, address sender) private view returns (bytes4) {
        if (!listing.listed) return IAttentionMarket.ContentNotListed.selector;
        return sender == listing.creator ? ACCEPTED : IAttentionMarket.NotCreator.selector;
    }
}
