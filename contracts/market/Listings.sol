// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IAttentionMarket} from "../interfaces/IAttentionMarket.sol";
import {Splits} from "./Splits.sol";

/// @title Listings
/// @notice The creators' half of IAttentionMarket: what is for sale, by whom, and between which prices.
abstract contract Listings is IAttentionMarket, Splits {
    using SafeCast for uint256;

    // ——— Constants ———

    uint256 internal constant DEFAULT_REFERRAL_BPS = 500;
    uint256 internal constant MAX_REFERRAL_BPS = 1_000;

    // ——— Storage ———

    /// @dev All that a purchase reads of a content, in one slot. The ceiling is zero where the content can't be bought, so that
    /// one comparison finds out both.
    struct Listing {
        uint96 floor;
        uint96 ceiling;
        uint40 splitId;
        uint16 referralBps;
    }

    struct Work {
        address creator;
        bytes32 contentHash;
        string uri;
    }

    uint256 private _contentCount;
    mapping(uint256 contentId => Listing) internal _listings;
    mapping(uint256 contentId => Work) internal _works;

    // ——— External ———

    /// @inheritdoc IAttentionMarket
    function publish(string calldata uri_, bytes32 contentHash, uint256 floor, uint256 ceiling, uint256 splitId)
        external
        returns (uint256 contentId)
    {
        if (bytes(uri_).length == 0) revert EmptyUri();
        if (contentHash == 0) revert EmptyContentHash();
        _requireBounds(floor, ceiling);
        _requireSplit(splitId);
        contentId = ++_contentCount;
        _listings[contentId] = Listing({
            floor: floor.toUint96(),
            ceiling: ceiling.toUint96(),
            splitId: splitId.toUint40(),
            referralBps: uint16(DEFAULT_REFERRAL_BPS)
        });
        _works[contentId] = Work({creator: msg.sender, contentHash: contentHash, uri: uri_});
        emit Published(contentId, msg.sender, splitId, contentHash, floor, ceiling, uri_);
    }

    /// @inheritdoc IAttentionMarket
    function setPriceBounds(uint256 contentId, uint256 floor, uint256 ceiling) external {
        Listing storage listing = _ownListing(contentId);
        _requireBounds(floor, ceiling);
        (listing.floor, listing.ceiling) = (floor.toUint96(), ceiling.toUint96());
        emit PriceBoundsSet(contentId, floor, ceiling);
    }

    /// @inheritdoc IAttentionMarket
    function setReferral(uint256 contentId, uint256 bps) external {
        Listing storage listing = _ownListing(contentId);
        if (bps > MAX_REFERRAL_BPS) revert InvalidReferral(bps, MAX_REFERRAL_BPS);
        listing.referralBps = bps.toUint16();
        emit ReferralSet(contentId, bps);
    }

    /// @inheritdoc IAttentionMarket
    function unlist(uint256 contentId) external {
        _ownListing(contentId).ceiling = 0;
        emit Unlisted(contentId);
    }

    // ——— Views ———

    /// @inheritdoc IAttentionMarket
    function content(uint256 contentId) external view returns (Content memory) {
        Listing memory listing = _listings[contentId];
        if (listing.splitId == 0) revert UnknownContent(contentId);
        Work memory work = _works[contentId];
        return Content({
            creator: work.creator,
            splitId: listing.splitId,
            floor: listing.floor,
            ceiling: listing.ceiling,
            referralBps: listing.referralBps,
            listed: listing.ceiling != 0,
            contentHash: work.contentHash,
            uri: work.uri
        });
    }

    /// @inheritdoc IAttentionMarket
    function contentCount() external view returns (uint256) {
        return _contentCount;
    }

    // ——— Internal ———

    /// @dev Says why a content can't be bought.
    function _revertUnlisted(uint256 contentId) internal view {
        if (_listings[contentId].splitId == 0) revert UnknownContent(contentId);
        revert ContentNotListed(contentId);
    }

    // ——— Private ———

    /// @dev The slot of a listed content of the caller's.
    function _ownListing(uint256 contentId) private view returns (Listing storage listing) {
        listing = _listings[contentId];
        if (listing.ceiling == 0) _revertUnlisted(contentId);
        if (_works[contentId].creator != msg.sender) revert NotCreator(contentId, msg.sender);
    }

    function _requireBounds(uint256 floor, uint256 ceiling) private pure {
        if (floor == 0 || floor > ceiling || ceiling > type(uint96).max) revert InvalidPriceBounds(floor, ceiling);
    }
}
