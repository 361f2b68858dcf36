// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1363Receiver} from "@openzeppelin/contracts/interfaces/IERC1363Receiver.sol";

/**
 * @title Campaigns
 * @notice Advertisers' budgets for attention. What is not yet spent lies in an escrow of its own, which pays only what a
 * final report says a campaign spent, or its leftover back to its advertiser.
 *
 * A campaign runs from the second `startsAt` up to and including the second `endsAt`, and may be debited for every epoch it
 * runs in, even for a part. `token.transferAndCall(rewards, budget, abi.encode(maxRate, startsAt, endsAt, audienceHash))`
 * creates one with no approval, `token.transferAndCall(rewards, amount, abi.encode(campaignId))` tops one up. HEED sent by a
 * plain `transfer` belongs to no ledger and can't be taken out again.
 */
interface ICampaigns is IERC1363Receiver {
    /**
     * @notice One campaign.
     * @param advertiser Who created it, and who gets the leftover.
     * @param left What is not yet spent, in HEED wei.
     * @param maxRate The highest rate of an epoch that may debit it, in HEED wei an attention-second. Seconds are not on the
     * chain: that an amount is rate times seconds, the report's signers vouch for.
     * @param startsAt First second (Unix) at which it runs.
     * @param endsAt Last second (Unix) at which it runs; zero where it was closed before it started.
     * @param audienceHash Hash of the audience's description, which the advertiser keeps.
     */
    struct Campaign {
        address advertiser;
        uint256 left;
        uint256 maxRate;
        uint256 startsAt;
        uint256 endsAt;
        bytes32 audienceHash;
    }

    /// @notice Created, with `budget` (HEED wei) in escrow.
    /// @param campaignId Which campaign.
    /// @param advertiser Who created it, and who gets the leftover.
    /// @param budget HEED wei.
    /// @param maxRate The most it pays for an attention-second, in HEED wei.
    /// @param startsAt First second (Unix) at which it runs.
    /// @param endsAt Last second (Unix) at which it runs.
    /// @param audienceHash Hash of the audience's description.
    event CampaignCreated(
        uint256 indexed campaignId,
        address indexed advertiser,
        uint256 budget,
        uint256 maxRate,
        uint256 startsAt,
        uint256 endsAt,
        bytes32 audienceHash
    );

    /// @notice `payer` added `amount` (HEED wei) to the budget.
    /// @param campaignId Which campaign.
    /// @param payer Who paid.
    /// @param amount What was added.
    event CampaignToppedUp(uint256 indexed campaignId, address indexed payer, uint256 amount);

    /// @notice Closed early: its last second is `endsAt` (Unix), or it never ran where that is zero.
    /// @param campaignId Which campaign.
    /// @param endsAt Its last second.
    event CampaignClosed(uint256 indexed campaignId, uint256 endsAt);

    /// @notice The campaign paid `amount` (HEED wei) for the attention of `epoch`.
    /// @param campaignId Which campaign.
    /// @param epoch Which epoch.
    /// @param amount What it spent.
    event CampaignDebited(uint256 indexed campaignId, uint256 indexed epoch, uint256 amount);

    /// @notice The leftover, `amount` (HEED wei), went back to its advertiser.
    /// @param campaignId Which campaign.
    /// @param advertiser Who was paid.
    /// @param amount What was left.
    event CampaignRefunded(uint256 indexed campaignId, address indexed advertiser, uint256 amount);

    /// @dev A settlement window is longer than report and challenge window together, which take `least` - 1 seconds, and at most
    /// `most`, which is `MAX_SETTLEMENT_WINDOW`.
    error InvalidSettlementWindow(uint256 window, uint256 least, uint256 most);

    /// @dev A budget is from 1 to 2^96 - 1 HEED wei.
    error InvalidBudget(uint256 amount);

    /// @dev A top-up is from 1 to `most` HEED wei, with which what is left reaches 2^96 - 1.
    error InvalidTopUp(uint256 amount, uint256 most);

    /// @dev A highest rate is from 1 to 2^80 - 1 HEED wei an attention-second.
    error InvalidMaxRate(uint256 maxRate);

    /// @dev A campaign ends in the future (it is `current`), below 2^40, and not before it starts. Unix seconds.
    error InvalidCampaignDates(uint256 startsAt, uint256 endsAt, uint256 current);

    /// @dev The hash of no audience.
    error EmptyAudienceHash();

    /// @dev No campaign has this id.
    error UnknownCampaign(uint256 campaignId);

    /// @dev Only the campaign's advertiser may do this.
    error NotAdvertiser(uint256 campaignId, address account);

    /// @dev The campaign's last second was `endsAt` (Unix; zero: closed before it started).
    error CampaignEnded(uint256 campaignId, uint256 endsAt);

    /// @dev The leftover can be paid back at `refundableAt` (Unix seconds), not before.
    error RefundTooEarly(uint256 campaignId, uint256 refundableAt);

    /// @dev Nothing is left of the budget.
    error NothingToRefund(uint256 campaignId);

    /// @dev The campaign runs from `startsAt` to `endsAt` (Unix seconds), in no second of `epoch`.
    error CampaignNotRunning(uint256 campaignId, uint256 epoch, uint256 startsAt, uint256 endsAt);

    /// @dev The campaign was debited for this epoch already.
    error AlreadySettled(uint256 campaignId, uint256 epoch);

    /// @dev The campaign pays `maxRate` for an attention-second at most, not `rate` (HEED wei).
    error RateAboveMaximum(uint256 campaignId, uint256 rate, uint256 maxRate);

    /// @dev The campaign has `left`, not `amount` (HEED wei).
    error InsufficientBudget(uint256 campaignId, uint256 amount, uint256 left);

    /// @dev Only HEED is accepted, not `token`.
    error WrongToken(address token);

    /// @dev `transferAndCall` brought `length` bytes, neither a campaign's id (32) nor a campaign's four words (128).
    error InvalidCampaignData(uint256 length);

    /**
     * @notice Creates a campaign, its budget paid from the caller's allowance. The caller becomes its advertiser.
     * @param budget HEED wei, from 1 to 2^96 - 1.
     * @param maxRate The most it pays for an attention-second, in HEED wei, from 1 to 2^80 - 1.
     * @param startsAt First second (Unix) at which it runs. A past one means now.
     * @param endsAt Last second (Unix) at which it runs; in the future, and not before `startsAt`.
     * @param audienceHash Hash of the audience's description; not zero.
     * @return campaignId Ids run from 1.
     */
    function createCampaign(uint256 budget, uint256 maxRate, uint256 startsAt, uint256 endsAt, bytes32 audienceHash)
        external
        returns (uint256 campaignId);

    /// @notice Adds `amount` (HEED wei) from the caller's allowance to a budget. Anybody may, before the campaign's last second.
    /// @param campaignId Which campaign.
    /// @param amount At least 1; with it what is left is at most 2^96 - 1.
    function topUp(uint256 campaignId, uint256 amount) external;

    /**
     * @notice Ends a campaign now: the current epoch is its last, or it never runs where it had not started. Only for its
     * advertiser, before its last second.
     * @param campaignId One of the caller's.
     */
    function close(uint256 campaignId) external;

    /**
     * @notice Pays a campaign's leftover to its advertiser, once no epoch it ran in can be settled any more. Anybody may.
     * @param campaignId Which campaign.
     * @return amount What was paid, in HEED wei.
     */
    function refund(uint256 campaignId) external returns (uint256 amount);

    /// @notice One campaign as it is now. Reverts with `UnknownCampaign`.
    /// @param campaignId Which campaign.
    /// @return The campaign, with what is left now.
    function campaign(uint256 campaignId) external view returns (Campaign memory);

    /// @notice How many campaigns there are: ids run from 1 to this.
    /// @return The latest id.
    function campaignCount() external view returns (uint256);

    /// @notice Whether the campaign was debited for `epoch`.
    /// @param campaignId Which campaign.
    /// @param epoch Which epoch.
    /// @return False too where there is no such campaign.
    function settled(uint256 campaignId, uint256 epoch) external view returns (bool);

    /// @notice First second (Unix) at which `refund` pays.
    /// @param campaignId Which campaign. Reverts with `UnknownCampaign`.
    /// @return Unix seconds, later than any settlement of it.
    function refundableAt(uint256 campaignId) external view returns (uint256);

    /// @notice How long after its end an epoch can be settled, in seconds.
    /// @return Seconds, at most `MAX_SETTLEMENT_WINDOW`.
    function settlementWindow() external view returns (uint256);

    /// @notice What holds the unspent budgets.
    /// @return A contract that pays as this one says, and nobody else.
    function escrow() external view returns (address);

    /// @notice The token that everything is paid in.
    /// @return HEED.
    function token() external view returns (address);

    /// @notice The longest that an epoch can wait to be settled, and with it a leftover to be paid back.
    /// @return Seconds.
    function MAX_SETTLEMENT_WINDOW() external view returns (uint256);
}
