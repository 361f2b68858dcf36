// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1363Receiver} from "@openzeppelin/contracts/interfaces/IERC1363Receiver.sol";
import {IERC2981} from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {IERC1155MetadataURI} from "@openzeppelin/contracts/token/ERC1155/extensions/IERC1155MetadataURI.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IAttentionMarket} from "./interfaces/IAttentionMarket.sol";
import {Shares} from "./libraries/Shares.sol";
import {Licences} from "./market/Licences.sol";
import {QuoteGate} from "./market/QuoteGate.sol";
import {Splits} from "./market/Splits.sol";

/// @title The market
/// @notice See IAttentionMarket. Listings and sales are here; splits, licences and the check of quotes are its three parts.
contract AttentionMarket is IAttentionMarket, Licences, QuoteGate, Splits {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    // ——— Constants and immutables ———

    /// @notice What a referrer gets of a purchase unless the creator says otherwise, in ten-thousandths.
    uint256 public constant DEFAULT_REFERRAL_BPS = 500;

    /// @notice The most a creator can give a referrer, in ten-thousandths.
    uint256 public constant MAX_REFERRAL_BPS = 1_000;

    /// @notice The part of a resale that ERC-2981 asks for the creator, in ten-thousandths.
    uint256 public constant ROYALTY_BPS = 500;

    // ——— Storage ———

    /// @dev All that a purchase reads of a content, in one slot.
    struct Listing {
        uint96 floor;
        uint96 ceiling;
        uint40 splitId;
        uint16 referralBps;
        bool listed;
    }

    struct Work {
        address creator;
        bytes32 contentHash;
        string uri;
    }

    uint256 private _contentCount;
    mapping(uint256 contentId => Listing) private _listings;
    mapping(uint256 contentId => Work) private _works;

    // ——— Constructor ———

    /**
     * @notice Opens the market.
     * @param manager The access manager that says who may pause and who keeps the quote gate.
     * @param token_ HEED.
     * @param treasury_ Holds the protocol's share of every split, for good.
     * @param protocolFeeBps_ The least such share, in ten-thousandths.
     */
    constructor(address manager, IERC20 token_, address treasury_, uint256 protocolFeeBps_)
        QuoteGate(manager)
        Splits(token_, treasury_, protocolFeeBps_)
    {}

    // ——— External: creators ———

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
            referralBps: uint16(DEFAULT_REFERRAL_BPS),
            listed: true
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
        _ownListing(contentId).listed = false;
        emit Unlisted(contentId);
    }

    // ——— External: buyers ———

    /// @inheritdoc IAttentionMarket
    function buy(Quote calldata quote, uint256 quantity, bytes calldata signature) external {
        _pull(_sell(msg.sender, quote, quantity, signature));
    }

    /// @inheritdoc IAttentionMarket
    function buyWithPermit(Quote calldata quote, uint256 quantity, bytes calldata signature, Permit calldata permit)
        external
    {
        uint256 amount = _sell(msg.sender, quote, quantity, signature);
        // Whoever sees a permit can use it first, which leaves the very allowance it was for: the transfer decides.
        try IERC20Permit(address(TOKEN)).permit({
            owner: msg.sender,
            spender: address(this),
            value: permit.value,
            deadline: permit.deadline,
            v: permit.v,
            r: permit.r,
            s: permit.s
        }) {} catch {}
        _pull(amount);
    }

    /// @inheritdoc IAttentionMarket
    function support(uint256 contentId, uint256 amount) external {
        _support(msg.sender, contentId, amount);
        _pull(amount);
    }

    /// @inheritdoc IERC1363Receiver
    function onTransferReceived(address, address from, uint256 value, bytes calldata data)
        external
        returns (bytes4)
    {
        if (msg.sender != address(TOKEN)) revert WrongToken(msg.sender);
        if (data.length == 32) {
            _support(from, abi.decode(data, (uint256)), value);
        } else {
            (Quote calldata quote, uint256 quantity, bytes calldata signature) = _purchaseOf(data);
            uint256 price = _sell(from, quote, quantity, signature);
            if (value != price) revert WrongPayment(value, price);
        }
        return IERC1363Receiver.onTransferReceived.selector;
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
            listed: listing.listed,
            contentHash: work.contentHash,
            uri: work.uri
        });
    }

    /// @inheritdoc IAttentionMarket
    function contentCount() external view returns (uint256) {
        return _contentCount;
    }

    /// @inheritdoc IAttentionMarket
    function token() external view returns (address) {
        return address(TOKEN);
    }

    /// @inheritdoc IERC1155MetadataURI
    function uri(uint256 contentId) public view override(ERC1155, IERC1155MetadataURI) returns (string memory) {
        if (_listings[contentId].splitId == 0) revert UnknownContent(contentId);
        return _works[contentId].uri;
    }

    /// @inheritdoc IERC2981
    function royaltyInfo(uint256 contentId, uint256 salePrice) external view returns (address, uint256) {
        if (_listings[contentId].splitId == 0) revert UnknownContent(contentId);
        return (_works[contentId].creator, Shares.partOf(salePrice, ROYALTY_BPS));
    }

    /// @inheritdoc IERC1155
    function balanceOf(address account, uint256 id) public view override(Licences, IERC1155) returns (uint256) {
        return super.balanceOf(account, id);
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public view override(ERC1155, IERC165) returns (bool) {
        return interfaceId == type(IERC2981).interfaceId || interfaceId == type(IERC1363Receiver).interfaceId
            || super.supportsInterface(interfaceId);
    }

    // ——— Private ———

    /// @dev Everything a purchase does but take the money. Returns its price, in HEED wei.
    function _sell(address payer, Quote calldata quote, uint256 quantity, bytes calldata signature)
        private
        returns (uint256 price)
    {
        (uint256 contentId, uint256 unitPrice) = (quote.contentId, quote.unitPrice);
        Listing storage listing = _listings[contentId];
        (uint256 floor, uint256 ceiling) = (listing.floor, listing.ceiling);
        (uint256 splitId, uint256 referralBps, bool listed) = (listing.splitId, listing.referralBps, listing.listed);
        if (!listed) _revertUnlisted(contentId, splitId);
        if (quote.buyer != payer) revert WrongBuyer(quote.buyer, payer);
        // Each condition by itself: joining two by || costs a purchase 17 gas.
        if (quantity == 0) revert InvalidQuantity(quantity, quote.maxQuantity);
        if (quantity > quote.maxQuantity) revert InvalidQuantity(quantity, quote.maxQuantity);
        if (unitPrice < floor) revert PriceOutOfBounds(unitPrice, floor, ceiling);
        if (unitPrice > ceiling) revert PriceOutOfBounds(unitPrice, floor, ceiling);
        _requireQuote(quote, signature);

        unchecked {
            // A unit price is below 2^96, and `_grant` refuses more licences than 65,535.
            price = unitPrice * quantity;
        }
        (address recipient, address referrer) = (quote.recipient, quote.referrer);
        if (referrer == payer) referrer = address(0);
        else if (referrer == recipient) referrer = address(0);
        if (referrer == address(0)) {
            _creditSplit(splitId, price);
        } else {
            uint256 referral = Shares.partOf(price, referralBps);
            _creditReferrer(referrer, referral);
            _creditSplit(splitId, price - referral);
        }
        _grant(payer, recipient, contentId, quantity);
        emit Purchased(contentId, payer, referrer, quantity, unitPrice);
    }

    /// @dev Everything support does but take the money.
    function _support(address supporter, uint256 contentId, uint256 amount) private {
        _requireSales();
        if (amount == 0) revert InvalidAmount(amount);
        uint256 splitId = _listings[contentId].splitId;
        if (!_listings[contentId].listed) _revertUnlisted(contentId, splitId);
        _creditSplit(splitId, amount);
        emit Supported(contentId, supporter, amount);
    }

    /// @dev Takes the caller's payment from its allowance.
    function _pull(uint256 amount) private {
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @dev Reads `abi.encode(quote, quantity, signature)` where it lies: eight words of quote, the quantity, the signature's
    /// place (always 320), its length, its bytes.
    function _purchaseOf(bytes calldata data)
        private
        pure
        returns (Quote calldata quote, uint256 quantity, bytes calldata signature)
    {
        if (data.length < 352) revert InvalidPurchaseData(data.length);
        uint256 place;
        // Slices and abi.decode would check the same bounds word by word, for 450 gas more.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            quote := data.offset
            quantity := calldataload(add(data.offset, 256))
            place := calldataload(add(data.offset, 288))
            signature.length := calldataload(add(data.offset, 320))
            signature.offset := add(data.offset, 352)
        }
        if (place != 320) revert InvalidPurchaseData(data.length);
        if (signature.length > data.length - 352) revert InvalidPurchaseData(data.length);
    }

    function _revertUnlisted(uint256 contentId, uint256 splitId) private pure {
        if (splitId == 0) revert UnknownContent(contentId);
        revert ContentNotListed(contentId);
    }

    /// @dev The slot of a listed content of the caller's.
    function _ownListing(uint256 contentId) private view returns (Listing storage listing) {
        listing = _listings[contentId];
        if (!listing.listed) _revertUnlisted(contentId, listing.splitId);
        if (_works[contentId].creator != msg.sender) revert NotCreator(contentId, msg.sender);
    }

    function _requireBounds(uint256 floor, uint256 ceiling) private pure {
        if (floor == 0 || floor > ceiling || ceiling > type(uint96).max) revert InvalidPriceBounds(floor, ceiling);
    }
}
