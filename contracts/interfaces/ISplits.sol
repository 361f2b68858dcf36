// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Splits
/// @notice Revenue shared by fixed lists of payees, each of whom takes their due when they like.
interface ISplits {
    /// @notice Created: `payees[i]` is owed `bps[i]` ten-thousandths of the split's revenue, for good.
    /// @param splitId Which split.
    /// @param payees Who shares its revenue.
    /// @param bps Their shares in ten-thousandths, in the same order.
    event SplitCreated(uint256 indexed splitId, address[] payees, uint16[] bps);

    /// @notice Paid out: `amount` (HEED wei) to `account` for all its shares in `splitIds` and its referrals.
    /// @param account Who was paid.
    /// @param splitIds As they were given to `claim`.
    /// @param amount HEED wei.
    event Claimed(address indexed account, uint256[] splitIds, uint256 amount);

    /// @dev A split needs as many shares as payees.
    error InvalidSplitLength(uint256 payees, uint256 shares);

    /// @dev A split has 1 to 32 payees, not `count`.
    error InvalidPayeeCount(uint256 count);

    /// @dev Nobody could claim for this payee.
    error InvalidPayee(address payee);

    /// @dev A payee stands in a split once.
    error DuplicatePayee(address payee);

    /// @dev A share of nothing.
    error InvalidShare(address payee, uint16 bps);

    /// @dev The shares add up to `total` instead of 10,000, or the protocol's fee alone is more than that.
    error InvalidSplitTotal(uint256 total);

    /// @dev The treasury's share, `share` ten-thousandths, is the protocol's fee: `required` at least.
    error InsufficientProtocolShare(uint256 share, uint256 required);

    /// @dev No split has this id.
    error UnknownSplit(uint256 splitId);

    /// @dev `account` is not a payee of the split.
    error NotPayee(address account, uint256 splitId);

    /// @dev Nothing is due to `account` now.
    error NothingToClaim(address account);

    /**
     * @notice Creates a split, which any number of contents may pay into. Anyone may; it can never be changed.
     * @param payees Distinct accounts, 32 at most, the treasury among them.
     * @param bps Their shares in ten-thousandths, in the same order, none zero, 10,000 together.
     * @return splitId Ids run from 1.
     */
    function createSplit(address[] calldata payees, uint16[] calldata bps) external returns (uint256 splitId);

    /**
     * @notice Pays the caller everything due to it from these splits, and from its referrals, in one transfer.
     * Works while sales are paused.
     * @param splitIds Splits the caller is a payee of; empty for referrals alone. A repeated id pays once.
     * @return amount What was paid, in HEED wei. Reverts where that would be nothing.
     */
    function claim(uint256[] calldata splitIds) external returns (uint256 amount);

    /// @notice What `claim(splitIds)` would pay `account` now; zero where it would revert with `NothingToClaim`.
    /// @param account Whose dues.
    /// @param splitIds Splits it is a payee of; a repeated id counts once. Reverts with `NotPayee` for another.
    /// @return amount HEED wei.
    function claimable(address account, uint256[] calldata splitIds) external view returns (uint256 amount);

    /// @notice A split's payees and their shares in ten-thousandths, in the order they were given.
    /// @param splitId Which split. Reverts with `UnknownSplit`.
    /// @return payees Who shares its revenue.
    /// @return bps Their shares.
    function shares(uint256 splitId) external view returns (address[] memory payees, uint16[] memory bps);

    /// @notice All that was ever paid into a split, in HEED wei.
    /// @param splitId Which split. Reverts with `UnknownSplit`.
    /// @return HEED wei.
    function revenue(uint256 splitId) external view returns (uint256);

    /// @notice What `account` has already claimed from a split, in HEED wei.
    /// @param account A payee. Reverts with `NotPayee` for another account.
    /// @param splitId Which split.
    /// @return HEED wei.
    function claimed(address account, uint256 splitId) external view returns (uint256);

    /// @notice What `account` ever earned by referrals, and how much of it was claimed, in HEED wei.
    /// @param account Who referred buyers.
    /// @return earned All it was ever credited, in HEED wei.
    /// @return paid What it claimed of that, in HEED wei.
    function referralsOf(address account) external view returns (uint256 earned, uint256 paid);

    /// @notice How many splits there are: ids run from 1 to this.
    /// @return The latest id.
    function splitCount() external view returns (uint256);
}
