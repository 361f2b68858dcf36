// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IQuoteGate} from "./IQuoteGate.sol";
import {IReports} from "./IReports.sol";

/**
 * @title Who may speak for the models
 * @notice Decides which keys sign prices and for how long. At most two are honoured: the one in use, and the one before it
 * for an hour at most, so that a rotation cancels no open quote. The market keeps the words it reads in every purchase.
 * And decides which reports of the epochs hold: see IReports.
 */
interface IAttentionOracle is IReports {
    /// @notice Quotes of `signer` hold until `expiresAt` (Unix seconds).
    /// @param signer The key in use.
    /// @param expiresAt Its last second.
    event QuoteSignerSet(address indexed signer, uint256 expiresAt);

    /// @notice Quotes of `signer` hold no longer.
    /// @param signer The key that was dropped.
    event QuoteSignerRevoked(address indexed signer);

    /// @notice Every quote signed under a lower counter is cancelled.
    /// @param counter What quotes must carry from now on.
    event CounterRaised(uint256 counter);

    /// @dev Nobody, or the oracle's own market.
    error InvalidQuoteSigner(address signer);

    /// @dev A key's expiry lies after now, and at `latest` (Unix seconds) at most.
    error InvalidSignerExpiry(uint256 expiresAt, uint256 latest);

    /// @dev This key signs no quotes.
    error UnknownQuoteSigner(address signer);

    /**
     * @notice Puts a key in use; the one before it becomes the outgoing key, whose quotes hold an
     * hour at most (`MAX_OUTGOING_LIFETIME`). Setting the key in use again moves its expiry.
     * Only for the role that names keys, which has a delay where there is an owner.
     * @param signer An account, or a contract that answers ERC-1271.
     * @param expiresAt Last second (Unix), at most `MAX_SIGNER_LIFETIME` away.
     */
    function setQuoteSigner(address signer, uint256 expiresAt) external;

    /// @notice Drops a key at once, and with it every quote it signed. Only for the guardian's role.
    /// @param signer The key in use or the outgoing one.
    function revokeQuoteSigner(address signer) external;

    /// @notice Cancels every open quote at once. Only for the guardian's role.
    /// @return counter What quotes must carry from now on.
    function raiseCounter() external returns (uint256 counter);

    /// @notice Last second (Unix) at which quotes of `signer` hold; zero for a key that signs none.
    /// @param signer Any account.
    /// @return Unix seconds.
    function quoteSignerExpiry(address signer) external view returns (uint256);

    /// @notice The epoch counter that quotes must carry.
    /// @return How often it was raised.
    function counter() external view returns (uint256);

    /// @notice The market that reads these keys.
    /// @return The one this oracle was made for.
    function market() external view returns (IQuoteGate);

    /// @notice The longest a key may be trusted without being set again.
    /// @return Seconds.
    function MAX_SIGNER_LIFETIME() external view returns (uint256);

    /// @notice The longest a key's quotes hold after another took its place: quotes live minutes, retired keys no longer.
    /// @return Seconds.
    function MAX_OUTGOING_LIFETIME() external view returns (uint256);
}
