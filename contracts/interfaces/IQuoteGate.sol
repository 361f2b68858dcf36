// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Who may sign prices, as the market remembers it
/// @notice The rules of rotation are AttentionOracle's; only the words a purchase must read live here.
interface IQuoteGate {
    /**
     * @notice A price for one buyer, signed off chain (EIP-712, domain "Heed", version "1").
     * @dev It may be used any number of times until it expires: each use is a purchase at a price that still holds.
     * The order of the fields gives `buy` the selector 0x022d2131. The compiler's dispatcher tries selectors in ascending order,
     * 22 gas each, so that this order saves every purchase 750 gas over the same struct with the referrer after the quantity.
     * @param buyer Who pays, and who alone may use the quote.
     * @param recipient Who receives the licence: the buyer, or whoever is given it.
     * @param contentId The content that is bought.
     * @param referrer Who brought the buyer, or zero. Ignored where it is the buyer or the recipient.
     * @param unitPrice Price of one licence, in HEED wei.
     * @param maxQuantity The largest number of licences one purchase may take.
     * @param expiresAt Last second (Unix) at which the quote holds.
     * @param counter The epoch counter it was signed under: raising the counter cancels every open quote.
     */
    struct Quote {
        address buyer;
        address recipient;
        uint256 contentId;
        address referrer;
        uint256 unitPrice;
        uint256 maxQuantity;
        uint256 expiresAt;
        uint256 counter;
    }

    /**
     * @notice The keys whose quotes are honoured.
     * @param signer The key in use: an account, or a contract that answers ERC-1271.
     * @param expiresAt Last second (Unix) at which its quotes hold.
     * @param counter The epoch counter every quote must carry.
     * @param outgoing The key before it, so that open quotes outlive a rotation; zero if there is none.
     * @param outgoingExpiresAt Last second (Unix) at which the outgoing key's quotes hold.
     */
    struct Gate {
        address signer;
        uint40 expiresAt;
        uint40 counter;
        address outgoing;
        uint40 outgoingExpiresAt;
    }

    /// @notice The gate was replaced as a whole.
    /// @param signer The key in use, or zero.
    /// @param expiresAt Last second (Unix) at which its quotes hold.
    /// @param counter What quotes must carry.
    /// @param outgoing The key before it, or zero.
    /// @param outgoingExpiresAt Last second (Unix) at which the outgoing key's quotes hold.
    event QuoteGateSet(
        address indexed signer, uint40 expiresAt, uint40 counter, address outgoing, uint40 outgoingExpiresAt
    );

    /// @notice Sales were paused, by `account`. Claims go on.
    /// @param account Who did it.
    event SalesPaused(address account);

    /// @notice Sales were resumed, by `account`.
    /// @param account Who did it.
    event SalesResumed(address account);

    /// @dev Nothing can be bought or supported while sales are paused.
    error SalesArePaused();

    /// @dev The quote held until `expiresAt`, which is past.
    error QuoteExpired(uint256 expiresAt);

    /// @dev The quote was signed under `counter`; quotes must now carry `current`.
    error QuoteCancelled(uint256 counter, uint256 current);

    /// @dev Neither key signed this quote. `recovered` is the account that signed these very bytes, zero if none did.
    error InvalidQuoteSignature(address recovered);

    /// @dev Quotes of `signer` held only until `expiresAt`; zero and zero where no key is in use.
    error QuoteSignerExpired(address signer, uint256 expiresAt);

    /**
     * @notice Replaces the keys and the counter. Only for AttentionOracle, by its role in the access manager.
     * @param gate What purchases check from now on.
     */
    function setQuoteGate(Gate calldata gate) external;

    /// @notice Stops purchases and support. Only for the guardian's role.
    function pauseSales() external;

    /// @notice Lets purchases and support go on. Only for the guardian's role.
    function resumeSales() external;

    /// @notice The keys and the counter that purchases check.
    /// @return The gate, zero for what there is none of.
    function quoteGate() external view returns (Gate memory);

    /// @notice Whether purchases and support are stopped.
    /// @return True from `pauseSales` to `resumeSales`.
    function salesPaused() external view returns (bool);

    /// @notice The EIP-712 digest that a quote's signer signs.
    /// @param quote Any quote, whether it holds or not.
    /// @return What the 65 bytes of a signature are of.
    function quoteDigest(Quote calldata quote) external view returns (bytes32);
}
