// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1363Receiver} from "@openzeppelin/contracts/interfaces/IERC1363Receiver.sol";
import {IERC2981} from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import {IERC1155MetadataURI} from "@openzeppelin/contracts/token/ERC1155/extensions/IERC1155MetadataURI.sol";
import {IQuoteGate} from "./IQuoteGate.sol";
import {ISplits} from "./ISplits.sol";

/**
 * @title The market: publish, buy at a signed price, support, claim
 * @notice A licence is an ERC-1155 balance of the content's id. A purchase adds to one revenue total, whatever the
 * number of payees; they claim when they like. Purchases call no receiver hook, so that accounts with any code can buy.
 *
 * HEED can be paid in four ways: by allowance (`buy`, `buyMany`), by a permit in the same transaction (`buyWithPermit`), by an
 * authorisation that anybody may send (`buyWithAuthorization`), or with no approval at all by the token's
 * `transferAndCall(market, amount, data)`. Its data is a byte for the kind and then, packed:
 *
 * | kind | data                                                                                                        |
 * |------|-------------------------------------------------------------------------------------------------------------|
 * | 0    | support: content 5 bytes                                                                                    |
 * | 1    | purchase for the sender: content 5, quantity 2, maxQuantity 2, expiresAt 5, counter 5 bytes, signature      |
 * | 2    | purchase for another, or through a referrer: as 1, but referrer 20, recipient 20 bytes before the signature |
 * | 3    | cart: `abi.encode(Purchase[])`                                                                              |
 *
 * In 1 and 2 the buyer is the sender, and the unit price is what was sent for each licence. In 3 the encoding's first word, where
 * the array begins, and its padding are not read: the array follows that word. A cart that points outside of the call is refused
 * by the compiler's checks without a reason, here and in `buyMany`; the token reports that as `ERC1363InvalidReceiver(market)`.
 * HEED sent by a plain `transfer` buys nothing, belongs to no ledger and can't be taken out again.
 */
interface IAttentionMarket is IQuoteGate, ISplits, IERC1155MetadataURI, IERC2981, IERC1363Receiver {
    /**
     * @notice One published piece.
     * @param creator Who published it, and who alone may change its bounds or unlist it.
     * @param splitId Who shares its revenue.
     * @param floor Least unit price, in HEED wei.
     * @param ceiling Greatest unit price, in HEED wei; zero once unlisted.
     * @param referralBps What a referrer gets of a purchase, in ten-thousandths.
     * @param listed Whether it can be bought.
     * @param contentHash keccak256 of the work, as the oracle delivers it.
     * @param uri Where its metadata is.
     */
    struct Content {
        address creator;
        uint256 splitId;
        uint256 floor;
        uint256 ceiling;
        uint256 referralBps;
        bool listed;
        bytes32 contentHash;
        string uri;
    }

    /**
     * @notice An ERC-2612 permit for the market to spend the caller's HEED.
     * @param value The allowance, in HEED wei.
     * @param deadline Last second (Unix) at which the permit can be used.
     * @param v The signature's parity, 27 or 28.
     * @param r Its first word.
     * @param s Its second word.
     */
    struct Permit {
        uint256 value;
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /**
     * @notice An ERC-3009 authorisation of the buyer's for the market to receive the price of one purchase. Its nonce is
     * `keccak256(abi.encode(quoteDigest, quantity))`.
     * @param validAfter The authorisation can be used after this second (Unix).
     * @param validBefore … and before this one.
     * @param v The signature's parity, 27 or 28.
     * @param r Its first word.
     * @param s Its second word.
     */
    struct Authorization {
        uint256 validAfter;
        uint256 validBefore;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @notice One item of a cart: as in `buy`.
    /// @param quote The price; its buyer must be who pays.
    /// @param quantity How many licences, from 1 to the quote's `maxQuantity`.
    /// @param signature The quote's.
    struct Purchase {
        Quote quote;
        uint256 quantity;
        bytes signature;
    }

    /**
     * @notice What holds for every content, for good.
     * @param token What everything is paid in.
     * @param treasury Holds the protocol's share of every split.
     * @param protocolFeeBps The least such share. This and the next ones in ten-thousandths.
     * @param maxPayees The most payees of a split.
     * @param defaultReferralBps What a referrer gets of a purchase unless the creator says otherwise.
     * @param maxReferralBps The most a creator can give a referrer.
     * @param royaltyBps The part of a resale that ERC-2981 asks for the creator.
     */
    struct Terms {
        address token;
        address treasury;
        uint256 protocolFeeBps;
        uint256 maxPayees;
        uint256 defaultReferralBps;
        uint256 maxReferralBps;
        uint256 royaltyBps;
    }

    /// @notice Published: `contentId` can be bought between `floor` and `ceiling` (HEED wei).
    /// @param contentId Which content.
    /// @param creator Who published it.
    /// @param splitId Who shares its revenue.
    /// @param contentHash keccak256 of the work.
    /// @param floor Least unit price, in HEED wei.
    /// @param ceiling Greatest unit price, in HEED wei.
    /// @param uri Where its metadata is.
    event Published(
        uint256 indexed contentId,
        address indexed creator,
        uint256 indexed splitId,
        bytes32 contentHash,
        uint256 floor,
        uint256 ceiling,
        string uri
    );

    /// @notice The creator moved the price bounds.
    /// @param contentId Which content.
    /// @param floor Least unit price, in HEED wei.
    /// @param ceiling Greatest unit price, in HEED wei.
    event PriceBoundsSet(uint256 indexed contentId, uint256 floor, uint256 ceiling);

    /// @notice The creator set what a referrer gets of a purchase, in ten-thousandths.
    /// @param contentId Which content.
    /// @param bps The referrer's part.
    event ReferralSet(uint256 indexed contentId, uint256 bps);

    /// @notice The creator took the content off sale, for good. Licences stay.
    /// @param contentId Which content.
    event Unlisted(uint256 indexed contentId);

    /**
     * @notice Bought, at `unitPrice` (HEED wei) a licence. Who paid, for whom and how many says the TransferSingle directly before:
     * its operator, its receiver, its value.
     * @param contentId Which content.
     * @param unitPrice The price of one licence.
     */
    event Purchased(uint256 indexed contentId, uint256 unitPrice);

    /// @notice The same where `referrer` was credited the content's referral share of the price.
    /// @param contentId Which content.
    /// @param referrer Who brought the buyer.
    /// @param unitPrice The price of one licence, in HEED wei.
    event PurchasedThrough(uint256 indexed contentId, address indexed referrer, uint256 unitPrice);

    /// @notice `supporter` paid `amount` (HEED wei) to the content's split and got nothing but thanks.
    /// @param contentId Which content.
    /// @param supporter Who paid.
    /// @param amount What was paid.
    event Supported(uint256 indexed contentId, address indexed supporter, uint256 amount);

    /// @dev No content has this id.
    error UnknownContent(uint256 contentId);

    /// @dev The content was taken off sale.
    error ContentNotListed(uint256 contentId);

    /// @dev Only the content's creator may do this.
    error NotCreator(uint256 contentId, address account);

    /// @dev Bounds satisfy 0 < floor <= ceiling < 2^96, in HEED wei.
    error InvalidPriceBounds(uint256 floor, uint256 ceiling);

    /// @dev A referrer's share is at most `max` ten-thousandths.
    error InvalidReferral(uint256 bps, uint256 max);

    /// @dev A content's metadata must be somewhere.
    error EmptyUri();

    /// @dev The hash of no work.
    error EmptyContentHash();

    /// @dev The quote is `buyer`'s, not `account`'s.
    error WrongBuyer(address buyer, address account);

    /// @dev A purchase takes 1 to `maxQuantity` licences, not `quantity`.
    error InvalidQuantity(uint256 quantity, uint256 maxQuantity);

    /// @dev The signed price is outside the creator's bounds, all in HEED wei.
    error PriceOutOfBounds(uint256 unitPrice, uint256 floor, uint256 ceiling);

    /// @dev `transferAndCall` brought `paid`, the purchase costs `price` (HEED wei).
    error WrongPayment(uint256 paid, uint256 price);

    /// @dev `transferAndCall` brought `length` bytes, which its kind of payment can't have.
    error InvalidPaymentData(uint256 length);

    /// @dev `transferAndCall` brought a payment of no known kind.
    error UnknownPaymentKind(uint256 kind);

    /// @dev A cart of nothing.
    error EmptyCart();

    /// @dev Only HEED is accepted, not `token`.
    error WrongToken(address token);

    /// @dev Support of nothing.
    error InvalidAmount(uint256 amount);

    /**
     * @notice Publishes a content under its creator's bounds. The caller becomes the creator.
     * @param uri Where its metadata is; not empty.
     * @param contentHash keccak256 of the work; not zero.
     * @param floor Least unit price in HEED wei, at least 1.
     * @param ceiling Greatest unit price in HEED wei, from the floor up to 2^96 - 1.
     * @param splitId An existing split.
     * @return contentId Ids run from 1.
     */
    function publish(string calldata uri, bytes32 contentHash, uint256 floor, uint256 ceiling, uint256 splitId)
        external
        returns (uint256 contentId);

    /// @notice Moves the bounds, for purchases from now on. Only for the content's creator, while it is listed.
    /// @param contentId One of the caller's.
    /// @param floor Least unit price in HEED wei, at least 1.
    /// @param ceiling Greatest unit price in HEED wei, from the floor up to 2^96 - 1.
    function setPriceBounds(uint256 contentId, uint256 floor, uint256 ceiling) external;

    /// @notice Sets what a referrer gets of a purchase, in ten-thousandths, `terms().maxReferralBps` at most. Only for the
    /// content's creator, while it is listed.
    /// @param contentId One of the caller's.
    /// @param bps From zero to the most.
    function setReferral(uint256 contentId, uint256 bps) external;

    /// @notice Takes the content off sale, for good. Only for its creator.
    /// @param contentId One of the caller's.
    function unlist(uint256 contentId) external;

    /**
     * @notice Buys licences at a signed price, paid from the caller's allowance.
     * @param quote The price; the caller must be its buyer.
     * @param quantity How many licences, from 1 to the quote's `maxQuantity`.
     * @param signature The quote's EIP-712 signature, 65 bytes, or whatever a contract signer understands.
     */
    function buy(Quote calldata quote, uint256 quantity, bytes calldata signature) external;

    /**
     * @notice Buys several contents, each as in `buy`, all or none, for one transfer of HEED.
     * @param purchases One at least, all quotes the caller's.
     */
    function buyMany(Purchase[] calldata purchases) external;

    /**
     * @notice Buys as in `buy`, with a permit first. A permit that fails (used already by somebody who saw it) does no harm where
     * the allowance suffices.
     * @param quote As in `buy`.
     * @param quantity As in `buy`.
     * @param signature As in `buy`.
     * @param permit The caller's, for the market.
     */
    function buyWithPermit(Quote calldata quote, uint256 quantity, bytes calldata signature, Permit calldata permit)
        external;

    /**
     * @notice Buys as in `buy` for the quote's buyer, who signed an ERC-3009 authorisation and need not send the transaction.
     * The authorisation's nonce names the purchase, so that nobody can use it for another one, nor twice.
     * @param quote The price; its buyer pays.
     * @param quantity As in `buy`.
     * @param signature As in `buy`.
     * @param authorization The buyer's, of the price to the wei.
     */
    function buyWithAuthorization(
        Quote calldata quote,
        uint256 quantity,
        bytes calldata signature,
        Authorization calldata authorization
    ) external;

    /**
     * @notice Gives a content's split `amount` (HEED wei) from the caller's allowance. Needs no quote and gives no licence.
     * @param contentId A listed content.
     * @param amount At least 1.
     */
    function support(uint256 contentId, uint256 amount) external;

    /// @notice One content, as published. Reverts with `UnknownContent`.
    /// @param contentId Which content.
    /// @return The content, its ceiling zero once it is unlisted.
    function content(uint256 contentId) external view returns (Content memory);

    /// @notice How many contents there are: ids run from 1 to this.
    /// @return The latest id.
    function contentCount() external view returns (uint256);

    /// @notice What holds for every content.
    /// @return The terms, which never change.
    function terms() external view returns (Terms memory);
}
