// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IReports} from "../../../contracts/interfaces/IReports.sol";
import {Campaigning} from "./Campaigning.sol";
import {Tree} from "./Tree.sol";
import {VM} from "./Vm.sol";

/// @dev Reporters and the guardian, and those who forge for either.
abstract contract Reporting is Campaigning {
    mapping(bytes32 digest => bool) private _vetoed;

    /// @dev Mostly of the last epoch, by two or three reporters in any order, one of them perhaps twice.
    function post(uint256 seed) external inTime {
        Said memory said = _compose(seed);
        uint256 first = _mix(seed, 1) % 3;
        IReports.ReportSignature[] memory signatures = new IReports.ReportSignature[](2 + seed % 2);
        for (uint256 i = 0; i < signatures.length; ++i) {
            signatures[i] = _signature(REPORTER_KEY + (first + i % 2) % 3, said.digest);
        }
        bytes memory data = abi.encodeCall(IReports.post, (said.report, signatures));
        if (!_call(_account(seed), address(ORACLE), data, _postError(said))) return;
        said.challengeEndsAt = _now + CHALLENGE_WINDOW;
        _standing.push(_said.length);
        _said.push(said);
    }

    /// @dev By one reporter twice, by a stranger, by nobody, or altered after it was signed.
    function postForged(uint256 seed) external inTime {
        Said memory said = _compose(seed);
        uint256 kind = (seed >> 8) % 4;
        IReports.ReportSignature[] memory signatures = new IReports.ReportSignature[](kind == 2 ? 0 : 2);
        for (uint256 i = 0; i < signatures.length; ++i) {
            signatures[i] = _signature(kind == 0 ? REPORTER_KEY : kind == 1 ? 0xBAD : REPORTER_KEY + i, said.digest);
        }
        if (kind == 3) said.report.payoutsRoot = bytes32(seed | 1);
        bytes4 expected = _postError(said);
        if (expected == ACCEPTED) {
            expected = kind == 1
                ? IReports.UnknownReporter.selector
                : kind == 3 ? IReports.InvalidReportSignature.selector : IReports.InsufficientQuorum.selector;
        }
        _call(_account(seed), address(ORACLE), abi.encodeCall(IReports.post, (said.report, signatures)), expected);
    }

    /// @dev A report that was vetoed can't be posted again.
    function postVetoed(uint256 seed) external inTime {
        VM.assume(_said.length != 0);
        Said memory said = _said[seed % _said.length];
        VM.assume(said.gone);
        IReports.ReportSignature[] memory signatures = new IReports.ReportSignature[](2);
        for (uint256 i = 0; i < 2; ++i) signatures[i] = _signature(REPORTER_KEY + i, said.digest);
        VM.prank(_account(seed));
        // Why depends on how late it is, and on what was posted since.
        try ORACLE.post(said.report, signatures) {
            _break("a vetoed report was posted again", said.report.epoch, 0);
        } catch (bytes memory reason) {
            revert Refused(bytes4(reason));
        }
    }

    /// @dev One in sixteen; takes every report after it.
    function veto(uint256 seed) external inTime {
        VM.assume(_standing.length != 0 && seed % 16 == 0);
        uint256 place = _standing.length - 1 - (seed >> 8) % (_standing.length < 3 ? _standing.length : 3);
        Said storage said = _said[_standing[place]];
        bytes4 expected = _now > said.challengeEndsAt ? IReports.ReportIsFinal.selector : ACCEPTED;
        bytes memory data = abi.encodeCall(IReports.veto, (said.report.epoch));
        if (!_call(address(this), address(ORACLE), data, expected)) return;
        _vetoed[said.digest] = true;
        while (_standing.length > place) {
            _said[_standing[_standing.length - 1]].gone = true;
            _standing.pop();
        }
    }

    function vetoAsStranger(uint256 seed) external inTime {
        VM.assume(_standing.length != 0);
        uint256 epoch = _said[_standing[_standing.length - 1]].report.epoch;
        bytes memory data = abi.encodeCall(IReports.veto, (epoch));
        _call(_account(seed), address(ORACLE), data, IAccessManaged.AccessManagedUnauthorized.selector);
    }

    /// @dev Up to four campaigns spend; what was spent but not yet said to be earned is spread over the accounts.
    function _compose(uint256 seed) internal view returns (Said memory said) {
        IReports.Report memory report = said.report;
        uint256 earned;
        report.rate = 1e16;
        if (_standing.length != 0) {
            Said storage latest = _said[_standing[_standing.length - 1]];
            (report.parent, report.rate) = (latest.digest, latest.report.rate);
            (earned, said.cumulative) = (latest.report.payoutsTotal, latest.cumulative);
        }
        report.rate = report.rate * (75 + seed % 50) / 100;
        if (report.rate < 1e15) report.rate = 1e15;
        report.epoch = _now / EPOCH - 1 - (seed % 8 == 0 ? (seed >> 8) % 6 : 0);
        uint256 spent = _spend(said, seed);
        uint256 total = _debited + spent > earned ? _debited + spent : earned;
        _spread(said, total - earned, seed);
        report.payoutsTotal = total;
        (report.payoutsRoot, report.spendsRoot) = (Tree.root(_payoutLeaves(said)), Tree.root(_spendLeaves(said)));
        said.digest = ORACLE.reportDigest(report);
    }

    /// @dev The newest campaigns that may be debited; one report in eight doesn't ask whether they may, or takes too much.
    function _spend(Said memory said, uint256 seed) private view returns (uint256 spent) {
        uint256 count;
        for (uint256 id = _campaignCount; id > 0 && count < 4; --id) {
            Campaign storage campaign = _campaigns[id];
            uint256 epoch = said.report.epoch;
            bool runs = campaign.startsAt / EPOCH <= epoch && epoch <= campaign.endsAt / EPOCH;
            if (seed % 8 != 1 && (!runs || campaign.maxRate < said.report.rate || campaign.left == 0)) continue;
            said.campaignIds[count] = id;
            said.spends[count] = seed % 16 == 1 ? campaign.left + 1 : _mix(seed, id) % (campaign.left / 3 + 1);
            spent += said.spends[count++];
        }
    }

    function _payoutLeaves(Said memory said) internal pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](ACCOUNTS);
        for (uint256 i = 0; i < ACCOUNTS; ++i) leaves[i] = Tree.leaf(uint160(_account(i)), said.cumulative[i]);
    }

    function _spendLeaves(Said memory said) internal pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](4);
        for (uint256 i = 0; i < 4; ++i) leaves[i] = Tree.leaf(said.campaignIds[i], said.spends[i]);
    }

    function _postError(Said memory said) private view returns (bytes4) {
        uint256 epoch = said.report.epoch;
        if (_standing.length != 0 && epoch <= _said[_standing[_standing.length - 1]].report.epoch) {
            return IReports.StaleEpoch.selector;
        }
        if (_now > (epoch + 1) * EPOCH + REPORT_WINDOW) return IReports.ReportTooLate.selector;
        return _vetoed[ORACLE.reportDigest(said.report)] ? IReports.ReportWasVetoed.selector : ACCEPTED;
    }

    function _spread(Said memory said, uint256 amount, uint256 seed) private pure {
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            uint256 part = i == ACCOUNTS - 1 ? amount : _mix(seed, 20 + i) % (amount + 1) / 3;
            said.cumulative[i] += part;
            amount -= part;
        }
    }

    function _signature(uint256 key, bytes32 digest) private pure returns (IReports.ReportSignature memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, digest);
        return IReports.ReportSignature(VM.addr(key), abi.encodePacked(r, s, v));
    }
}
