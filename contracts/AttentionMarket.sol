// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1363Receiver} from "@openzeppelin/contracts/interfaces/IERC1363Receiver.sol";
import {IERC2981} from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {IERC1155MetadataURI} from "@openzeppelin/contracts/token/ERC1155/extensions/IERC1155MetadataURI.sol";
import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IAttentionMarket} from "./interfaces/IAttentionMarket.sol";
import {QuoteWords, copyQuote, unpackQuote} from "./libraries/QuoteWords.sol";
import {Shares} from "./libraries/Shares.sol";
import {Licences} from "./market/Licences.sol";
import {Listings} from "./market/Listings.sol";
import {QuoteGate} from "./market/QuoteGate.sol";
import {Splits} from "./market/Splits.sol";

/// @title The market
/// @notice See IAttentionMarket. Sales are here; listings, splits, licences and the check of quotes are its four parts.
contract AttentionMarket is Listings, Licences, QuoteGate {
    using SafeERC20 for IERC20;

    // ——— Constants and immutables ———

    uint256 private constant ROYALTY_BPS = 500;

    /// @dev The kinds of payment that `transferAndCall` brings: the first byte of its data. See contracts/payment.ts.
    uint256 private constant SUPPORT = 0;
    uint256 private constant PURCHASE = 1;
    uint256 private constant PURCHASE_FOR = 2;
    uint256 private constant CART = 3;

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

    // ——— External ———

    /// @inheritdoc IAttentionMarket
    function buy(Quote calldata quote, uint256 quantity, bytes calldata signature) external {
        _pull(_sell(msg.sender, copyQuote(quote), quantity, signature));
    }

    /// @inheritdoc IAttentionMarket
    function buyMany(Purchase[] calldata purchases) external {
        _pull(_sellMany(msg.sender, purchases));
    }

    /// @inheritdoc IAttentionMarket
    function buyWithPermit(Quote calldata quote, uint256 quantity, bytes calldata signature, Permit calldata permit)
        external
    {
        uint256 price = _sell(msg.sender, copyQuote(quote), quantity, signature);
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
        _pull(price);
    }

    /// @inheritdoc IAttentionMarket
    function buyWithAuthorization(
        Quote calldata quote,
        uint256 quantity,
        bytes calldata signature,
        Authorization calldata authorization
    ) external {
        QuoteWords words = copyQuote(quote);
        uint256 price = _sell(quote.buyer, words, quantity, signature);
        IERC3009(address(TOKEN)).receiveWithAuthorization({
            from: quote.buyer,
            to: address(this),
            value: price,
            validAfter: authorization.validAfter,
            validBefore: authorization.validBefore,
            // Whoever sends this chose the quote, but the buyer chose the nonce.
            nonce: keccak256(abi.encode(_quoteDigest(words), quantity)),
            v: authorization.v,
            r: authorization.r,
            s: authorization.s
        });
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
        _receive(from, value, data);
        return IERC1363Receiver.onTransferReceived.selector;
    }

    // ——— Views ———

    /// @inheritdoc IAttentionMarket
    function terms() external view returns (Terms memory) {
        return Terms({
            token: address(TOKEN),
            treasury: TREASURY,
            protocolFeeBps: PROTOCOL_FEE_BPS,
            maxPayees: MAX_PAYEES,
            defaultReferralBps: DEFAULT_REFERRAL_BPS,
            maxReferralBps: MAX_REFERRAL_BPS,
            royaltyBps: ROYALTY_BPS
        });
    }

    /// @inheritdoc IERC1155MetadataURI
    function uri(uint256 contentId) public view override(ERC1155, IERC1155MetadataURI) returns (string memory) {
        if (_listings[contentId].splitId == 0) revert UnknownContent(contentId);
        return _works[contentId].uri;
    }

    /// @inheritdoc IERC2981
    function royaltyInfo(uint256 contentId, uint256 salePrice) external view returns (address, uint256) {
        if (_listings[contentId].splitId == 0) revert UnknownContent(contentId);
        return (_works[contentId].creator, Math.mulDiv(salePrice, ROYALTY_BPS, Shares.WHOLE));
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
    function _sell(address payer, QuoteWords quote, uint256 quantity, bytes calldata signature)
        private
        returns (uint256 price)
    {
        (uint256 contentId, uint256 unitPrice) = (quote.contentId(), quote.unitPrice());
        Listing storage listing = _listings[contentId];
        (uint256 floor, uint256 ceiling) = (listing.floor, listing.ceiling);
        (uint256 splitId, uint256 referralBps) = (listing.splitId, listing.referralBps);
        unchecked {
            // Nothing, less one, is more than any greatest quantity and any ceiling.
            if (quantity - 1 >= quote.maxQuantity()) revert InvalidQuantity(quantity, quote.maxQuantity());
            if (unitPrice - 1 >= ceiling) _revertPrice(contentId, unitPrice);
        }
        if (unitPrice < floor) _revertPrice(contentId, unitPrice);
        if (quote.buyer() != payer) revert WrongBuyer(quote.buyer(), payer);
        _requireQuote(quote, signature);

        _grant(payer, quote.recipient(), contentId, quantity);
        unchecked {
            // A unit price is below 2^96, and `_grant` refused more licences than 65,535.
            price = unitPrice * quantity;
        }
        address referrer = quote.referrer();
        if (referrer != address(0)) {
            // Nobody refers themselves.
            if (referrer != payer && referrer != quote.recipient()) {
                uint256 referral = Shares.partOf(price, referralBps);
                _creditReferrer(referrer, referral);
                _creditSplit(splitId, price - referral);
                emit PurchasedThrough(contentId, referrer, unitPrice);
                return price;
            }
        }
        _creditSplit(splitId, price);
        emit Purchased(contentId, unitPrice);
    }

    /// @dev Sells several quotes to one payer. Returns their prices' sum, in HEED wei.
    function _sellMany(address payer, Purchase[] calldata purchases) private returns (uint256 total) {
        if (purchases.length == 0) revert EmptyCart();
        for (uint256 i = 0; i < purchases.length; ++i) {
            Purchase calldata purchase = purchases[i];
            total += _sell(payer, copyQuote(purchase.quote), purchase.quantity, purchase.signature);
        }
    }

    /// @dev What `transferAndCall` paid for: see contracts/payment.ts.
    function _receive(address from, uint256 value, bytes calldata data) private {
        uint256 head = _firstWord(data);
        uint256 kind = head >> 248;
        uint256 price = value;
        if (kind == PURCHASE) {
            (QuoteWords quote, uint256 quantity) = unpackQuote(head, from, from, address(0), value);
            price = _sell(from, quote, quantity, _after(20, data));
        } else if (kind == PURCHASE_FOR) {
            bytes calldata signature = _after(60, data);
            (address referrer, address recipient) = (address(bytes20(data[20:40])), address(bytes20(data[40:60])));
            (QuoteWords quote, uint256 quantity) = unpackQuote(head, from, recipient, referrer, value);
            price = _sell(from, quote, quantity, signature);
        } else if (kind == CART) {
            price = _sellMany(from, _cartOf(data));
        } else if (kind == SUPPORT) {
            if (data.length != 6) revert InvalidPaymentData(data.length);
            _support(from, uint40(head >> 208), value);
        } else {
            revert UnknownPaymentKind(kind);
        }
        if (value != price) revert WrongPayment(value, price);
    }

    /// @dev Everything support does but take the money.
    function _support(address supporter, uint256 contentId, uint256 amount) private {
        _requireSales();
        if (amount == 0) revert InvalidAmount(amount);
        uint256 splitId = _listings[contentId].splitId;
        if (_listings[contentId].ceiling == 0) _revertUnlisted(contentId);
        _creditSplit(splitId, amount);
        emit Supported(contentId, supporter, amount);
    }

    /// @dev Takes the caller's payment from its allowance.
    function _pull(uint256 amount) private {
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @dev The first 32 bytes, zeros behind what there is.
    function _firstWord(bytes calldata data) private pure returns (uint256 word) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            word := calldataload(data.offset)
        }
    }

    function _cartOf(bytes calldata data) private pure returns (Purchase[] calldata purchases) {
        if (data.length < 65) revert InvalidPaymentData(data.length);
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            purchases.length := calldataload(add(data.offset, 33))
            purchases.offset := add(data.offset, 65)
        }
    }

    /// @dev What stands behind the first `length` bytes.
    function _after(uint256 length, bytes calldata data) private pure returns (bytes calldata rest) {
        if (data.length < length) revert InvalidPaymentData(data.length);
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            rest.offset := add(data.offset, length)
            rest.length := sub(data.length, length)
        }
    }

    /// @dev Says why a price is refused: a content that can't be bought has a ceiling of zero.
    function _revertPrice(uint256 contentId, uint256 unitPrice) private view {
        Listing storage listing = _listings[contentId];
        if (listing.ceiling == 0) _revertUnlisted(contentId);
        revert PriceOutOfBounds(unitPrice, listing.floor, listing.ceiling);
    }
}
