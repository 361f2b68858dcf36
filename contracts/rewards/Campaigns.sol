// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1363Receiver} from "@openzeppelin/contracts/interfaces/IERC1363Receiver.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";
import {ICampaigns} from "../interfaces/ICampaigns.sol";
import {IReports} from "../interfaces/IReports.sol";
import {CampaignEscrow} from "./CampaignEscrow.sol";

/// @title Campaigns and their escrow
/// @notice See ICampaigns. The escrow holds the sum of what is left of all campaigns.
abstract contract Campaigns is ICampaigns {
    using BitMaps for BitMaps.BitMap;
    using SafeERC20 for IERC20;

    // ——— Constants and immutables ———

    /// @inheritdoc ICampaigns
    uint256 public constant MAX_SETTLEMENT_WINDOW = 365 days;

    /// @dev What everything is paid in.
    IERC20 internal immutable TOKEN;
    CampaignEscrow internal immutable ESCROW;
    uint256 private immutable EPOCH_DURATION;
    uint256 private immutable SETTLEMENT_WINDOW;

    // ——— Storage ———

    /// @dev All that a settlement reads of a campaign, in one slot.
    struct Budget {
        uint96 left;
        uint80 maxRate;
        uint40 startsAt;
        uint40 endsAt;
    }

    uint256 private _campaignCount;
    mapping(uint256 campaignId => Budget) private _budgets;
    mapping(uint256 campaignId => address) private _advertisers;
    mapping(uint256 campaignId => bytes32) private _audiences;
    /// @dev A bit an epoch, since epochs may be settled in any order.
    mapping(uint256 campaignId => BitMaps.BitMap) private _settled;

    // ——— Constructor ———

    /**
     * @notice Deploys the escrow.
     * @param token_ HEED.
     * @param oracle_ Whose epochs and windows hold here.
     * @param settlementWindow_ How long after its end an epoch can be settled, in seconds.
     */
    constructor(IERC20 token_, IReports oracle_, uint256 settlementWindow_) {
        uint256 least = oracle_.reportWindow() + oracle_.challengeWindow() + 1;
        if (settlementWindow_ < least || settlementWindow_ > MAX_SETTLEMENT_WINDOW) {
            revert InvalidSettlementWindow(settlementWindow_, least, MAX_SETTLEMENT_WINDOW);
        }
        TOKEN = token_;
        ESCROW = new CampaignEscrow(token_);
        EPOCH_DURATION = oracle_.epochDuration();
        SETTLEMENT_WINDOW = settlementWindow_;
    }

    // ——— External ———

    /// @inheritdoc ICampaigns
    function createCampaign(uint256 budget, uint256 maxRate, uint256 startsAt, uint256 endsAt, bytes32 audienceHash)
        external
        returns (uint256 campaignId)
    {
        campaignId = _create(msg.sender, budget, maxRate, startsAt, endsAt, audienceHash);
        TOKEN.safeTransferFrom(msg.sender, address(ESCROW), budget);
    }

    /// @inheritdoc ICampaigns
    function topUp(uint256 campaignId, uint256 amount) external {
        _topUp(msg.sender, campaignId, amount);
        TOKEN.safeTransferFrom(msg.sender, address(ESCROW), amount);
    }

    /// @inheritdoc IERC1363Receiver
    function onTransferReceived(address, address from, uint256 value, bytes calldata data) external returns (bytes4) {
        if (msg.sender != address(TOKEN)) revert WrongToken(msg.sender);
        if (data.length == 32) {
            _topUp(from, abi.decode(data, (uint256)), value);
        } else if (data.length == 128) {
            (uint256 maxRate, uint256 startsAt, uint256 endsAt, bytes32 audienceHash) =
                abi.decode(data, (uint256, uint256, uint256, bytes32));
            _create(from, value, maxRate, startsAt, endsAt, audienceHash);
        } else {
            revert InvalidCampaignData(data.length);
        }
        TOKEN.safeTransfer(address(ESCROW), value);
        return IERC1363Receiver.onTransferReceived.selector;
    }

    /// @inheritdoc ICampaigns
    function close(uint256 campaignId) external {
        Budget storage budget = _openBudget(campaignId);
        if (_advertisers[campaignId] != msg.sender) revert NotAdvertiser(campaignId, msg.sender);
        // Fits: before the end it had, which did.
        budget.endsAt = block.timestamp < budget.startsAt ? 0 : uint40(block.timestamp);
        emit CampaignClosed(campaignId, budget.endsAt);
    }

    /// @inheritdoc ICampaigns
    function refund(uint256 campaignId) external returns (uint256 amount) {
        uint256 from = refundableAt(campaignId);
        if (block.timestamp < from) revert RefundTooEarly(campaignId, from);
        amount = _budgets[campaignId].left;
        if (amount == 0) revert NothingToRefund(campaignId);
        _budgets[campaignId].left = 0;
        address advertiser = _advertisers[campaignId];
        emit CampaignRefunded(campaignId, advertiser, amount);
        ESCROW.release(advertiser, amount);
    }

    // ——— Views ———

    /// @inheritdoc ICampaigns
    function campaign(uint256 campaignId) external view returns (Campaign memory) {
        Budget memory budget = _budgetOf(campaignId);
        return Campaign({
            advertiser: _advertisers[campaignId],
            left: budget.left,
            maxRate: budget.maxRate,
            startsAt: budget.startsAt,
            endsAt: budget.endsAt,
            audienceHash: _audiences[campaignId]
        });
    }

    /// @inheritdoc ICampaigns
    function campaignCount() external view returns (uint256) {
        return _campaignCount;
    }

    /// @inheritdoc ICampaigns
    function settled(uint256 campaignId, uint256 epoch) external view returns (bool) {
        return _settled[campaignId].get(epoch);
    }

    /// @inheritdoc ICampaigns
    function refundableAt(uint256 campaignId) public view returns (uint256) {
        return _settlementEndsAt(_budgetOf(campaignId).endsAt / EPOCH_DURATION) + 1;
    }

    /// @inheritdoc ICampaigns
    function settlementWindow() external view returns (uint256) {
        return SETTLEMENT_WINDOW;
    }

    /// @inheritdoc ICampaigns
    function escrow() external view returns (address) {
        return address(ESCROW);
    }

    /// @inheritdoc ICampaigns
    function token() external view returns (address) {
        return address(TOKEN);
    }

    // ——— Internal ———

    /// @dev Last second (Unix) at which an epoch can be settled.
    function _settlementEndsAt(uint256 epoch) internal view returns (uint256) {
        return (epoch + 1) * EPOCH_DURATION + SETTLEMENT_WINDOW;
    }

    /// @dev Takes what a campaign spent in an epoch off its budget; the money itself is left to the caller.
    function _debit(uint256 campaignId, uint256 amount, uint256 epoch, uint256 rate) internal {
        Budget storage budget = _budgetOf(campaignId);
        (uint256 left, uint256 maxRate, uint256 startsAt, uint256 endsAt) =
            (budget.left, budget.maxRate, budget.startsAt, budget.endsAt);
        if (epoch < startsAt / EPOCH_DURATION || epoch > endsAt / EPOCH_DURATION) {
            revert CampaignNotRunning(campaignId, epoch, startsAt, endsAt);
        }
        if (rate > maxRate) revert RateAboveMaximum(campaignId, rate, maxRate);
        if (amount > left) revert InsufficientBudget(campaignId, amount, left);
        if (_settled[campaignId].get(epoch)) revert AlreadySettled(campaignId, epoch);
        _settled[campaignId].set(epoch);
        unchecked {
            // At most what is left, as was just checked.
            budget.left = uint96(left - amount);
        }
        emit CampaignDebited(campaignId, epoch, amount);
    }

    // ——— Private ———

    function _create(
        address advertiser,
        uint256 budget,
        uint256 maxRate,
        uint256 startsAt,
        uint256 endsAt,
        bytes32 audienceHash
    ) private returns (uint256 campaignId) {
        if (budget == 0 || budget > type(uint96).max) revert InvalidBudget(budget);
        if (maxRate == 0 || maxRate > type(uint80).max) revert InvalidMaxRate(maxRate);
        if (endsAt <= block.timestamp || endsAt < startsAt || endsAt > type(uint40).max) {
            revert InvalidCampaignDates(startsAt, endsAt, block.timestamp);
        }
        if (audienceHash == 0) revert EmptyAudienceHash();
        startsAt = Math.max(startsAt, block.timestamp);
        campaignId = ++_campaignCount;
        // Each fits, as was just checked.
        _budgets[campaignId] = Budget({
            left: uint96(budget), maxRate: uint80(maxRate), startsAt: uint40(startsAt), endsAt: uint40(endsAt)
        });
        _advertisers[campaignId] = advertiser;
        _audiences[campaignId] = audienceHash;
        emit CampaignCreated(campaignId, advertiser, budget, maxRate, startsAt, endsAt, audienceHash);
    }

    function _topUp(address payer, uint256 campaignId, uint256 amount) private {
        Budget storage budget = _openBudget(campaignId);
        uint256 most = type(uint96).max - budget.left;
        if (amount == 0 || amount > most) revert InvalidTopUp(amount, most);
        unchecked {
            // As was just checked.
            budget.left += uint96(amount);
        }
        emit CampaignToppedUp(campaignId, payer, amount);
    }

    /// @dev The slot of a campaign.
    function _budgetOf(uint256 campaignId) private view returns (Budget storage budget) {
        budget = _budgets[campaignId];
        // A highest rate is never zero.
        if (budget.maxRate == 0) revert UnknownCampaign(campaignId);
    }

    /// @dev The slot of a campaign before its last second.
    function _openBudget(uint256 campaignId) private view returns (Budget storage budget) {
        budget = _budgetOf(campaignId);
        if (block.timestamp >= budget.endsAt) revert CampaignEnded(campaignId, budget.endsAt);
    }
}
