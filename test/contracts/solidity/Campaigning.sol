// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICampaigns} from "../../../contracts/interfaces/ICampaigns.sol";
import {CampaignEscrow} from "../../../contracts/rewards/CampaignEscrow.sol";
import {RewardsLedger} from "./RewardsLedger.sol";
import {VM} from "./Vm.sol";

/// @dev Advertisers, honest and not.
abstract contract Campaigning is RewardsLedger {
    modifier inTime() {
        VM.warp(_now);
        _;
    }

    function passTime(uint256 seed) external {
        _now += seed % 16 == 0 ? (seed >> 8) % 12 hours : (seed >> 8) % 1 hours;
    }

    function createCampaign(uint256 seed) public inTime {
        address advertiser = _account(seed);
        uint256 budget = seed % 4 == 0 ? seed % 30 : 1 + _mix(seed, 1) % 1e21;
        uint256 startsAt = _now - 1 hours + _mix(seed, 2) % 3 hours;
        uint256 endsAt = startsAt + _mix(seed, 3) % 36 hours;
        uint256 maxRate = _mix(seed, 4) % 4 == 0 ? 1e15 : 1e20;
        bytes4 expected = budget == 0 ? ICampaigns.InvalidBudget.selector : ACCEPTED;
        if (expected == ACCEPTED && endsAt <= _now) expected = ICampaigns.InvalidCampaignDates.selector;
        bool byTransfer = _mix(seed, 5) % 2 == 0;
        bytes memory data = byTransfer
            ? _transferAndCall(budget, abi.encode(maxRate, startsAt, endsAt, bytes32(uint256(1))))
            : abi.encodeCall(ICampaigns.createCampaign, (budget, maxRate, startsAt, endsAt, bytes32(uint256(1))));
        if (!_call(advertiser, byTransfer ? address(TOKEN) : address(REWARDS), data, expected)) return;
        if (startsAt < _now) startsAt = _now;
        _campaigns[++_campaignCount] = Campaign(advertiser, 0, maxRate, startsAt, endsAt);
        _fund(advertiser, _campaignCount, budget);
    }

    function topUp(uint256 seed) external inTime {
        uint256 campaignId = 1 + seed % (_campaignCount + 1);
        uint256 amount = _mix(seed, 1) % (seed % 2 == 0 ? 3 : 1e20);
        bytes4 expected = _openError(campaignId);
        if (expected == ACCEPTED && amount == 0) expected = ICampaigns.InvalidTopUp.selector;
        bool byTransfer = _mix(seed, 2) % 2 == 0;
        bytes memory data = byTransfer
            ? _transferAndCall(amount, abi.encode(campaignId))
            : abi.encodeCall(ICampaigns.topUp, (campaignId, amount));
        if (!_call(_account(seed >> 8), byTransfer ? address(TOKEN) : address(REWARDS), data, expected)) return;
        _fund(_account(seed >> 8), campaignId, amount);
    }

    function close(uint256 seed) external inTime {
        uint256 campaignId = 1 + seed % _campaignCount;
        Campaign storage campaign = _campaigns[campaignId];
        address sender = seed % 4 == 0 ? campaign.advertiser : _account(_mix(seed, 1));
        bytes4 expected = _openError(campaignId);
        if (expected == ACCEPTED && sender != campaign.advertiser) expected = ICampaigns.NotAdvertiser.selector;
        if (!_call(sender, address(REWARDS), abi.encodeCall(ICampaigns.close, (campaignId)), expected)) return;
        campaign.endsAt = _now < campaign.startsAt ? 0 : _now;
        _auditCampaign(campaignId);
    }

    /// @dev Anybody may; it pays the advertiser.
    function refund(uint256 seed) external inTime {
        uint256 campaignId = 1 + seed % _campaignCount;
        Campaign storage campaign = _campaigns[campaignId];
        bytes4 expected = ACCEPTED;
        if (_now <= (campaign.endsAt / EPOCH + 1) * EPOCH + SETTLEMENT_WINDOW) expected = ICampaigns.RefundTooEarly.selector;
        else if (campaign.left == 0) expected = ICampaigns.NothingToRefund.selector;
        bytes memory data = abi.encodeCall(ICampaigns.refund, (campaignId));
        if (!_call(_account(seed >> 8), address(REWARDS), data, expected)) return;
        _heed[campaign.advertiser] += campaign.left;
        _refunded += campaign.left;
        campaign.left = 0;
        _auditCampaign(campaignId);
        _auditAccount(campaign.advertiser);
        _auditSums();
    }

    function rob(uint256 seed) external inTime {
        bytes memory data = abi.encodeCall(CampaignEscrow.release, (_account(seed), 1 + seed % 1e18));
        _call(_account(seed), ESCROW, data, CampaignEscrow.NotRewards.selector);
    }

    function sendByMistake(uint256 seed) external inTime {
        bool toEscrow = seed % 2 == 0;
        uint256 amount = _mix(seed, 1) % 1e18;
        bytes memory data = abi.encodeCall(TOKEN.transfer, (toEscrow ? ESCROW : address(REWARDS), amount));
        if (!_call(_account(seed), address(TOKEN), data, ACCEPTED)) return;
        _heed[_account(seed)] -= amount;
        if (toEscrow) _strayedToEscrow += amount;
        else _strayedToRewards += amount;
        _auditSums();
    }

    function _fund(address payer, uint256 campaignId, uint256 amount) private {
        _campaigns[campaignId].left += amount;
        _escrowed += amount;
        _heed[payer] -= amount;
        _auditCampaign(campaignId);
        _auditAccount(payer);
        _auditSums();
    }

    function _openError(uint256 campaignId) private view returns (bytes4) {
        if (campaignId > _campaignCount) return ICampaigns.UnknownCampaign.selector;
        return _now >= _campaigns[campaignId].endsAt ? ICampaigns.CampaignEnded.selector : ACCEPTED;
    }

    function _transferAndCall(uint256 value, bytes memory data) private view returns (bytes memory) {
        return abi.encodeWithSignature("transferAndCall(address,uint256,bytes)", address(REWARDS), value, data);
    }
}
