// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {AttentionOracle} from "../../../contracts/AttentionOracle.sol";
import {AttentionRewards} from "../../../contracts/AttentionRewards.sol";
import {AttentionToken} from "../../../contracts/AttentionToken.sol";
import {IQuoteGate} from "../../../contracts/interfaces/IQuoteGate.sol";
import {IReports} from "../../../contracts/interfaces/IReports.sol";
import {Properties} from "./Properties.sol";
import {VM} from "./Vm.sol";

/**
 * @dev The oracle's reports and the rewards, and beside them in plain sums what each campaign has left, what was ever spent and
 * what each account ever claimed. Three reporters, two of whom make a report; eight accounts, which advertise and earn.
 */
abstract contract RewardsLedger is Properties {
    struct Campaign {
        address advertiser;
        uint256 left;
        uint256 maxRate;
        uint256 startsAt;
        uint256 endsAt;
    }

    /// @dev A report, and what is below its roots.
    struct Said {
        IReports.Report report;
        bytes32 digest;
        uint256[4] campaignIds;
        uint256[4] spends;
        uint256[8] cumulative;
        uint256 challengeEndsAt;
        bool gone;
    }

    uint256 internal constant ACCOUNTS = 8;
    uint256 internal constant EPOCH = 1 hours;
    uint256 internal constant CHALLENGE_WINDOW = 2 hours;
    uint256 internal constant REPORT_WINDOW = 4 hours;
    uint256 internal constant SETTLEMENT_WINDOW = 8 hours;
    uint256 internal constant REPORTER_KEY = 0x4E40;

    AttentionToken internal immutable TOKEN;
    AttentionOracle internal immutable ORACLE;
    AttentionRewards internal immutable REWARDS;
    address internal immutable ESCROW;

    uint256 internal _now = 1_800_000_000;
    uint256 internal _campaignCount;
    mapping(uint256 campaignId => Campaign) internal _campaigns;
    mapping(uint256 campaignId => mapping(uint256 epoch => bool)) internal _settled;
    /// @dev Every report that was ever accepted, and the ones that stand, by their places among those.
    Said[] internal _said;
    uint256[] internal _standing;
    uint256 internal _openEpoch;
    uint256[8] internal _openCumulative;
    uint256 internal _escrowed;
    uint256 internal _refunded;
    uint256 internal _debited;
    uint256 internal _paidOut;
    uint256 internal _strayedToEscrow;
    uint256 internal _strayedToRewards;
    mapping(address account => uint256) internal _claimed;
    mapping(address account => uint256) internal _heed;

    constructor() {
        VM.warp(_now);
        AccessManager manager = new AccessManager(address(this));
        TOKEN = new AttentionToken(address(this));
        ORACLE = new AttentionOracle({
            manager: address(manager),
            market_: IQuoteGate(address(this)),
            epochDuration_: EPOCH,
            challengeWindow_: CHALLENGE_WINDOW,
            reportWindow_: REPORT_WINDOW,
            initialRate: 1e16
        });
        REWARDS = new AttentionRewards(TOKEN, ORACLE, SETTLEMENT_WINDOW);
        ESCROW = REWARDS.escrow();
        address[] memory reporters = new address[](3);
        for (uint256 i = 0; i < 3; ++i) reporters[i] = VM.addr(REPORTER_KEY + i);
        ORACLE.setReporters(reporters, 2);
        uint256 each = TOKEN.SUPPLY() / ACCOUNTS;
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            TOKEN.transfer(_account(i), each);
            _heed[_account(i)] = each;
            VM.prank(_account(i));
            TOKEN.approve(address(REWARDS), type(uint256).max);
        }
    }

    function _account(uint256 seed) internal pure returns (address) {
        return address(uint160(0xA000 + seed % ACCOUNTS));
    }

    /// @notice Compares everything.
    function auditAll() external override {
        for (uint256 id = 1; id <= _campaignCount; ++id) _auditCampaign(id);
        for (uint256 i = 0; i < ACCOUNTS; ++i) _auditAccount(_account(i));
        _auditSums();
        uint256 left;
        for (uint256 id = 1; id <= _campaignCount; ++id) left += _campaigns[id].left;
        _equal("the escrow holds what campaigns have left", TOKEN.balanceOf(ESCROW), left + _strayedToEscrow);
        _equal("campaigns", REWARDS.campaignCount(), _campaignCount);
    }

    function _auditCampaign(uint256 campaignId) internal {
        _equal("what a campaign has left", REWARDS.campaign(campaignId).left, _campaigns[campaignId].left);
        _equal("when a campaign ends", REWARDS.campaign(campaignId).endsAt, _campaigns[campaignId].endsAt);
    }

    function _auditAccount(address account) internal {
        _equal("an account's HEED", TOKEN.balanceOf(account), _heed[account]);
        _equal("what an account claimed", REWARDS.claimed(account), _claimed[account]);
    }

    function _auditSums() internal {
        uint256 held = TOKEN.balanceOf(ESCROW);
        _equal("the escrow holds what came in less what went out", held, _escrowed - _refunded - _debited + _strayedToEscrow);
        held = TOKEN.balanceOf(address(REWARDS));
        _equal("the rewards hold what was spent less what was claimed", held, _debited - _paidOut + _strayedToRewards);
        _equal("spent", REWARDS.payouts().debited, _debited);
        if (_debited + _refunded > _escrowed) _break("campaigns spend no more than escrowed", _debited + _refunded, _escrowed);
        if (_paidOut > _debited) _break("no more is claimed than was spent", _paidOut, _debited);
        uint256 owed;
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            uint256 earned = _openCumulative[i];
            if (earned > _claimed[_account(i)]) owed += earned - _claimed[_account(i)];
        }
        if (owed + _strayedToRewards > held) _break("the rewards' balance covers what they owe", held, owed);
    }
}
