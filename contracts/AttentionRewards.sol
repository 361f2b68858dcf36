// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IAttentionRewards} from "./interfaces/IAttentionRewards.sol";
import {IReports} from "./interfaces/IReports.sol";
import {StandardTree} from "./libraries/StandardTree.sol";
import {Campaigns} from "./rewards/Campaigns.sol";

/// @title Rewards
/// @notice See IAttentionRewards. Settlement and claims are here; campaigns are its other part. Its own balance is spent
/// money that nobody claimed yet.
contract AttentionRewards is IAttentionRewards, Campaigns {
    using SafeERC20 for IERC20;

    // ——— Constants and immutables ———

    IReports private immutable ORACLE;

    // ——— Storage ———

    /// @dev All that a claim reads, but for what the account has claimed.
    bytes32 private _root;
    uint40 private _epoch;
    /// @dev Any number of debits below 2^96 each; its own arithmetic is checked.
    uint216 private _debited;
    mapping(address account => uint256) private _claimed;

    // ——— Constructor ———

    /**
     * @notice Binds the rewards to a token and an oracle for good, and deploys the escrow.
     * @param token_ HEED.
     * @param oracle_ Whose reports are settled.
     * @param settlementWindow_ How long after its end an epoch can be settled, in seconds; longer than the oracle's two
     * windows together, so that no report can become final too late.
     */
    constructor(IERC20 token_, IReports oracle_, uint256 settlementWindow_)
        Campaigns(token_, oracle_, settlementWindow_)
    {
        ORACLE = oracle_;
    }

    // ——— External ———

    /// @inheritdoc IAttentionRewards
    function settle(
        IReports.Report calldata report,
        Spend[] calldata spends,
        bytes32[] calldata proof,
        bool[] calldata proofFlags
    ) external {
        uint256 epoch = report.epoch;
        if (!ORACLE.isFinalized(report)) revert ReportNotFinalized(epoch);
        uint256 until = _settlementEndsAt(epoch);
        if (block.timestamp > until) revert SettlementClosed(epoch, until);
        _requireSpends(report, spends, proof, proofFlags);

        uint256 spent;
        for (uint256 i = 0; i < spends.length; ++i) {
            _debit(spends[i].campaignId, spends[i].amount, epoch, report.rate);
            spent += spends[i].amount;
        }
        uint256 debited = _debited + spent;
        // No sum of budgets comes near 2^216.
        _debited = uint216(debited);
        if (debited >= report.payoutsTotal && epoch > _epoch) {
            // Fits: the oracle keeps epochs in as many bits.
            (_root, _epoch) = (report.payoutsRoot, uint40(epoch));
            emit PayoutsOpened(epoch, report.payoutsRoot, report.payoutsTotal);
        }
        if (spent != 0) ESCROW.release(address(this), spent);
    }

    /// @inheritdoc IAttentionRewards
    function claim(address account, uint256 cumulative, bytes32[] calldata proof) external {
        uint256 before = _claimed[account];
        if (cumulative <= before) revert NothingToClaim(account, cumulative, before);
        _requirePayout(account, cumulative, proof);
        _claimed[account] = cumulative;
        uint256 amount;
        unchecked {
            // More than before, as was just checked.
            amount = cumulative - before;
        }
        emit RewardClaimed(account, amount);
        TOKEN.safeTransfer(account, amount);
    }

    // ——— Views ———

    /// @inheritdoc IAttentionRewards
    function claimable(address account, uint256 cumulative, bytes32[] calldata proof) external view returns (uint256) {
        uint256 before = _claimed[account];
        if (cumulative <= before) return 0;
        _requirePayout(account, cumulative, proof);
        return cumulative - before;
    }

    /// @inheritdoc IAttentionRewards
    function claimed(address account) external view returns (uint256) {
        return _claimed[account];
    }

    /// @inheritdoc IAttentionRewards
    function payouts() external view returns (Payouts memory) {
        return Payouts({epoch: _epoch, root: _root, debited: _debited});
    }

    /// @inheritdoc IAttentionRewards
    function oracle() external view returns (IReports) {
        return ORACLE;
    }

    // ——— Private ———

    /// @dev Reverts unless the leaf stands under the open root. No root at all is the root of no leaf.
    function _requirePayout(address account, uint256 cumulative, bytes32[] calldata proof) private view {
        bytes32 root = _root;
        bytes32 leaf = StandardTree.leafOf(uint160(account), cumulative);
        if (StandardTree.rootOf(leaf, proof) != root) revert InvalidPayoutProof(account, cumulative, root);
    }

    /// @dev Reverts unless the spends stand under the report's root; none at all need no proof, and have none.
    function _requireSpends(
        IReports.Report calldata report,
        Spend[] calldata spends,
        bytes32[] calldata proof,
        bool[] calldata proofFlags
    ) private pure {
        if (spends.length == 0 && proof.length == 0 && proofFlags.length == 0) return;
        bytes32[] memory leaves = new bytes32[](spends.length);
        for (uint256 i = 0; i < spends.length; ++i) {
            leaves[i] = StandardTree.leafOf(spends[i].campaignId, spends[i].amount);
        }
        uint256 drawn;
        for (uint256 i = 0; i < proofFlags.length; ++i) {
            if (!proofFlags[i]) ++drawn;
        }
        // As many steps draw on the proof as it has nodes, or the library would read beyond an array's end.
        if (
            drawn != proof.length || leaves.length + proof.length != proofFlags.length + 1
                || !MerkleProof.multiProofVerifyCalldata(proof, proofFlags, report.spendsRoot, leaves)
        ) revert InvalidSpendsProof(report.epoch, report.spendsRoot);
    }
}
