// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAttentionRewards} from "../../../contracts/interfaces/IAttentionRewards.sol";
import {ICampaigns} from "../../../contracts/interfaces/ICampaigns.sol";
import {Reporting} from "./Reporting.sol";
import {Tree} from "./Tree.sol";
import {VM} from "./Vm.sol";

/// @dev Everybody who can call oracle and rewards. Every function is one call of one kind.
contract RewardsHandler is Reporting {
    constructor() {
        for (uint256 i = 0; i < 6; ++i) createCampaign(4 * i + 1);
    }

    /// @dev All four spends of a report, two of them, or one.
    function settle(uint256 seed) external inTime {
        VM.assume(_said.length != 0);
        Said memory said = _said[_pick(seed)];
        (uint256 from, uint256 count) = seed % 4 == 0 ? (0, 4) : seed % 4 == 1 ? (seed / 4 % 2 * 2, 2) : (seed / 4 % 4, 1);
        (bytes memory data, bytes4 expected) = _settlement(said, from, count);
        if (!_call(_account(seed), address(REWARDS), data, expected)) return;
        for (uint256 i = from; i < from + count; ++i) {
            _campaigns[said.campaignIds[i]].left -= said.spends[i];
            _settled[said.campaignIds[i]][said.report.epoch] = true;
            _debited += said.spends[i];
            _auditCampaign(said.campaignIds[i]);
        }
        if (_debited >= said.report.payoutsTotal && said.report.epoch > _openEpoch) {
            (_openEpoch, _openCumulative) = (said.report.epoch, said.cumulative);
        }
        _auditSums();
    }

    /// @dev More than was signed, of a report that is final.
    function settleAltered(uint256 seed) external inTime {
        VM.assume(_said.length != 0);
        Said memory said = _said[_pick(seed)];
        (, bytes4 expected) = _settlement(said, 0, 0);
        said.spends[seed % 4] += 1;
        (bytes memory data,) = _settlement(said, 0, 4);
        if (expected == ACCEPTED) expected = IAttentionRewards.InvalidSpendsProof.selector;
        _call(_account(seed), address(REWARDS), data, expected);
    }

    /// @dev Anybody may; it pays the account.
    function claim(uint256 seed) external inTime {
        uint256 position = seed % ACCOUNTS;
        address account = _account(position);
        uint256 due = _openCumulative[position];
        bytes4 expected = due <= _claimed[account] ? IAttentionRewards.NothingToClaim.selector : ACCEPTED;
        bytes memory data = abi.encodeCall(IAttentionRewards.claim, (account, due, _payoutProof(position)));
        if (!_call(_account(seed >> 8), address(REWARDS), data, expected)) return;
        _heed[account] += due - _claimed[account];
        _paidOut += due - _claimed[account];
        _claimed[account] = due;
        _auditAccount(account);
        _auditSums();
    }

    /// @dev More than the tree says, another's leaf, or without a proof.
    function claimForged(uint256 seed) external inTime {
        uint256 position = seed % ACCOUNTS;
        uint256 kind = (seed >> 8) % 3;
        uint256 amount = _openCumulative[position] + 1 + _mix(seed, 1) % 1e18;
        address account = _account(position);
        VM.assume(amount > _claimed[account]);
        bytes32[] memory proof = kind == 2 ? new bytes32[](0) : _payoutProof(kind == 1 ? (position + 1) % ACCOUNTS : position);
        bytes memory data = abi.encodeCall(IAttentionRewards.claim, (account, amount, proof));
        _call(account, address(REWARDS), data, IAttentionRewards.InvalidPayoutProof.selector);
    }

    /// @dev The newest are the likeliest to be final and still open.
    function _pick(uint256 seed) private view returns (uint256) {
        uint256 recent = _said.length < 8 ? _said.length : 8;
        return _said.length - 1 - (seed >> 16) % recent;
    }

    /// @dev What to send to settle some of a report's spends, and what the rewards must say to it.
    function _settlement(Said memory said, uint256 from, uint256 count)
        private
        view
        returns (bytes memory data, bytes4 expected)
    {
        IAttentionRewards.Spend[] memory spends = new IAttentionRewards.Spend[](count);
        for (uint256 i = 0; i < count; ++i) {
            spends[i] = IAttentionRewards.Spend(said.campaignIds[from + i], said.spends[from + i]);
        }
        bytes32[] memory leaves = _spendLeaves(said);
        bytes32[] memory proof = new bytes32[](count == 2 ? 1 : 0);
        bool[] memory flags = new bool[](count == 0 ? 0 : count == 4 ? 3 : 2);
        for (uint256 i = 0; i < flags.length; ++i) flags[i] = count == 4 || (count == 2 && i == 0);
        if (count == 2) proof[0] = from == 0 ? Tree.pair(leaves[2], leaves[3]) : Tree.pair(leaves[0], leaves[1]);
        if (count == 1) (, proof) = Tree.climb(leaves, from);
        data = abi.encodeCall(IAttentionRewards.settle, (said.report, spends, proof, flags));
        if (said.gone || _now <= said.challengeEndsAt) expected = IAttentionRewards.ReportNotFinalized.selector;
        else if (_now > (said.report.epoch + 1) * EPOCH + SETTLEMENT_WINDOW) {
            expected = IAttentionRewards.SettlementClosed.selector;
        }
        for (uint256 i = 0; i < count && expected == ACCEPTED; ++i) expected = _debitError(said, from + i);
    }

    function _debitError(Said memory said, uint256 i) private view returns (bytes4) {
        Campaign storage campaign = _campaigns[said.campaignIds[i]];
        if (campaign.advertiser == address(0)) return ICampaigns.UnknownCampaign.selector;
        uint256 epoch = said.report.epoch;
        if (epoch < campaign.startsAt / EPOCH || epoch > campaign.endsAt / EPOCH) return ICampaigns.CampaignNotRunning.selector;
        if (said.report.rate > campaign.maxRate) return ICampaigns.RateAboveMaximum.selector;
        if (said.spends[i] > campaign.left) return ICampaigns.InsufficientBudget.selector;
        return _settled[said.campaignIds[i]][epoch] ? ICampaigns.AlreadySettled.selector : ACCEPTED;
    }

    function _payoutProof(uint256 position) private view returns (bytes32[] memory proof) {
        Said memory open;
        open.cumulative = _openCumulative;
        (, proof) = Tree.climb(_payoutLeaves(open), position);
    }
}
