// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICampaigns} from "./ICampaigns.sol";
import {IReports} from "./IReports.sol";

/**
 * @title Rewards: campaigns pay for attention, epoch by epoch
 * @notice A final report says what each campaign spent in its epoch, and what each account ever earned. `settle` moves the
 * spent money out of the campaigns' escrow; once as much was ever moved as the report says was ever earned, its payouts
 * open, and each account can claim what it ever earned less what it claimed already. So a missed epoch costs nobody
 * anything, and one claim takes all.
 *
 * Nobody owns this contract, and nothing in it can be paused.
 */
interface IAttentionRewards is ICampaigns {
    /**
     * @notice What one campaign spent in a report's epoch: a leaf of its spends' tree.
     * @param campaignId The campaign.
     * @param amount HEED wei.
     */
    struct Spend {
        uint256 campaignId;
        uint256 amount;
    }

    /**
     * @notice What claims are checked against.
     * @param epoch The epoch whose report opened it; zero where none did.
     * @param root Root of the tree of (address account, uint256 cumulative).
     * @param debited All that campaigns ever spent, in HEED wei.
     */
    struct Payouts {
        uint256 epoch;
        bytes32 root;
        uint256 debited;
    }

    /// @notice From now on claims are checked against `root`, whose leaves add up to `total` (HEED wei).
    /// @param epoch The epoch whose report opened it.
    /// @param root Root of the tree of (address account, uint256 cumulative).
    /// @param total All that was ever earned.
    event PayoutsOpened(uint256 indexed epoch, bytes32 root, uint256 total);

    /// @notice Paid out: `amount` (HEED wei) to `account`.
    /// @param account Who earned it.
    /// @param amount What was paid.
    event RewardClaimed(address indexed account, uint256 amount);

    /// @dev This very report was not posted, was vetoed, or can still be.
    error ReportNotFinalized(uint256 epoch);

    /// @dev The epoch could be settled until `until` (Unix seconds), which is past.
    error SettlementClosed(uint256 epoch, uint256 until);

    /// @dev The spends do not stand under this root.
    error InvalidSpendsProof(uint256 epoch, bytes32 spendsRoot);

    /// @dev `account` has claimed `claimed` in all, and `cumulative` is no more (HEED wei).
    error NothingToClaim(address account, uint256 cumulative, uint256 claimed);

    /// @dev The leaf (account, cumulative) does not stand under the open root.
    error InvalidPayoutProof(address account, uint256 cumulative, bytes32 root);

    /**
     * @notice Debits campaigns for one epoch, all at once or in several calls, and opens the report's payouts if with that
     * enough was ever spent and no later epoch's are open. Anybody may, and so anybody may settle one leaf first: a call that
     * has it too then reverts, with `AlreadySettled` or for want of budget. A keeper leaves out what `settled` says was settled,
     * and tries again.
     * @param report A final report, its epoch over since `settlementWindow` seconds at most.
     * @param spends Leaves of its spends' tree, in the order of the multiproof; none at all only opens the payouts.
     * @param proof Multiproof of them, as @openzeppelin/merkle-tree makes it.
     * @param proofFlags The multiproof's flags.
     */
    function settle(
        IReports.Report calldata report,
        Spend[] calldata spends,
        bytes32[] calldata proof,
        bool[] calldata proofFlags
    ) external;

    /**
     * @notice Pays an account everything it ever earned less what it claimed already. Anybody may; it always pays `account`.
     * @param account Who earned it.
     * @param cumulative All it ever earned, in HEED wei, as the open tree says.
     * @param proof The leaf's proof, as @openzeppelin/merkle-tree makes it.
     */
    function claim(address account, uint256 cumulative, bytes32[] calldata proof) external;

    /// @notice What the same `claim` would pay now; zero where it would revert with `NothingToClaim`.
    /// @param account As in `claim`.
    /// @param cumulative As in `claim`.
    /// @param proof As in `claim`.
    /// @return HEED wei. Reverts with `InvalidPayoutProof` where `claim` would.
    function claimable(address account, uint256 cumulative, bytes32[] calldata proof) external view returns (uint256);

    /// @notice All that `account` has claimed, in HEED wei.
    /// @param account Any account.
    /// @return HEED wei; it never falls.
    function claimed(address account) external view returns (uint256);

    /// @notice What claims are checked against now.
    /// @return The open payouts; epoch and root are zero until a report opens them.
    function payouts() external view returns (Payouts memory);

    /// @notice The oracle whose reports are settled.
    /// @return The one this contract was made for.
    function oracle() external view returns (IReports);
}
