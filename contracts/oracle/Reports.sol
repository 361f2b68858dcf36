// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IReports} from "../interfaces/IReports.sol";
import {Reporters} from "./Reporters.sol";

/**
 * @title The chain of reports
 * @notice See IReports.
 * @dev Reports are linked backwards from the latest. Epoch 0 stands for none: it holds the first rate, and is never reported.
 */
abstract contract Reports is Reporters, EIP712 {
    using SafeCast for uint256;

    // ——— Constants and immutables ———

    /// @inheritdoc IReports
    uint256 public constant MAX_PERIOD = 30 days;

    bytes32 private constant REPORT_TYPEHASH = keccak256(
        "Report(uint256 epoch,bytes32 parent,uint256 rate,bytes32 payoutsRoot,uint256 payoutsTotal,bytes32 spendsRoot,"
        "bytes32 dataHash,bytes32 modelHash)"
    );

    uint256 private immutable EPOCH_DURATION;
    uint256 private immutable CHALLENGE_WINDOW;
    uint256 private immutable REPORT_WINDOW;

    // ——— Storage ———

    /// @dev Two slots.
    struct Entry {
        bytes32 digest;
        uint40 previous;
        uint40 challengeEndsAt;
        uint80 rate;
        uint96 payoutsTotal;
    }

    uint40 private _latestEpoch;
    mapping(uint256 epoch => Entry) private _entries;
    /// @dev Only what a veto named: whatever was built on it can't be posted, since its parent can't.
    mapping(bytes32 digest => bool) private _vetoed;

    // ——— Constructor ———

    /**
     * @notice Fixes the epochs for good.
     * @param epochDuration_ How long an epoch lasts, in seconds.
     * @param challengeWindow_ How long a report can be vetoed, in seconds.
     * @param reportWindow_ How long after its end an epoch can be reported, in seconds.
     * @param initialRate What the first report's rate is measured against, in HEED wei an attention-second.
     */
    constructor(uint256 epochDuration_, uint256 challengeWindow_, uint256 reportWindow_, uint256 initialRate)
        EIP712("Heed Oracle", "1")
    {
        if (epochDuration_ == 0 || epochDuration_ > MAX_PERIOD) revert InvalidEpochDuration(epochDuration_);
        if (challengeWindow_ == 0 || challengeWindow_ > MAX_PERIOD) revert InvalidChallengeWindow(challengeWindow_);
        if (reportWindow_ == 0 || reportWindow_ > MAX_PERIOD) revert InvalidReportWindow(reportWindow_);
        if (initialRate == 0 || initialRate > type(uint80).max) revert InvalidInitialRate(initialRate);
        EPOCH_DURATION = epochDuration_;
        CHALLENGE_WINDOW = challengeWindow_;
        REPORT_WINDOW = reportWindow_;
        _entries[0].rate = initialRate.toUint80();
    }

    // ——— External ———

    /// @inheritdoc IReports
    function post(Report calldata report, ReportSignature[] calldata signatures) external {
        uint256 latestEpoch = _latestEpoch;
        _requireInTime(report.epoch, latestEpoch);
        _requireBuiltOn(report, _entries[latestEpoch]);
        bytes32 digest = reportDigest(report);
        if (_vetoed[digest]) revert ReportWasVetoed(digest);
        uint256 signers = _requireQuorum(digest, signatures);

        uint256 challengeEndsAt = block.timestamp + CHALLENGE_WINDOW;
        _entries[report.epoch] = Entry({
            digest: digest,
            previous: latestEpoch.toUint40(),
            challengeEndsAt: challengeEndsAt.toUint40(),
            rate: report.rate.toUint80(),
            payoutsTotal: report.payoutsTotal.toUint96()
        });
        _latestEpoch = report.epoch.toUint40();
        emit ReportPosted(report.epoch, digest, report, challengeEndsAt, signers);
    }

    /// @inheritdoc IReports
    function veto(uint256 epoch) external restricted {
        Entry memory entry = _entries[epoch];
        if (entry.digest == 0) revert ReportNotPosted(epoch);
        if (block.timestamp > entry.challengeEndsAt) revert ReportIsFinal(epoch, entry.challengeEndsAt);
        _vetoed[entry.digest] = true;
        uint40 latestEpoch = _latestEpoch;
        while (latestEpoch != entry.previous) {
            (uint40 previous, bytes32 digest) = (_entries[latestEpoch].previous, _entries[latestEpoch].digest);
            delete _entries[latestEpoch];
            emit ReportVetoed(latestEpoch, digest);
            latestEpoch = previous;
        }
        _latestEpoch = latestEpoch;
    }

    // ——— Views ———

    /// @inheritdoc IReports
    function finalized(uint256 epoch) external view returns (bool) {
        return _entries[epoch].digest != 0 && block.timestamp > _entries[epoch].challengeEndsAt;
    }

    /// @inheritdoc IReports
    function isFinalized(Report calldata report) external view returns (bool) {
        Entry storage entry = _entries[report.epoch];
        return entry.digest == reportDigest(report) && block.timestamp > entry.challengeEndsAt;
    }

    /// @inheritdoc IReports
    function reportOf(uint256 epoch) public view returns (PostedReport memory) {
        Entry memory entry = _entries[epoch];
        return PostedReport({
            epoch: epoch,
            previous: entry.previous,
            digest: entry.digest,
            challengeEndsAt: entry.challengeEndsAt,
            rate: entry.rate,
            payoutsTotal: entry.payoutsTotal
        });
    }

    /// @inheritdoc IReports
    function latestReport() external view returns (PostedReport memory) {
        return reportOf(_latestEpoch);
    }

    /// @inheritdoc IReports
    function rate() external view returns (uint256) {
        return _entries[_latestEpoch].rate;
    }

    /// @inheritdoc IReports
    function epochDuration() external view returns (uint256) {
        return EPOCH_DURATION;
    }

    /// @inheritdoc IReports
    function challengeWindow() external view returns (uint256) {
        return CHALLENGE_WINDOW;
    }

    /// @inheritdoc IReports
    function reportWindow() external view returns (uint256) {
        return REPORT_WINDOW;
    }

    /// @inheritdoc IReports
    function reportDigest(Report calldata report) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(REPORT_TYPEHASH, report)));
    }

    // ——— Private ———

    /// @dev Reverts unless the epoch is new, over, and not over for too long.
    function _requireInTime(uint256 epoch, uint256 latestEpoch) private view {
        if (epoch <= latestEpoch) revert StaleEpoch(epoch, latestEpoch);
        uint256 current = block.timestamp / EPOCH_DURATION;
        if (epoch >= current) revert EpochNotOver(epoch, current);
        uint256 until = (epoch + 1) * EPOCH_DURATION + REPORT_WINDOW;
        if (block.timestamp > until) revert ReportTooLate(epoch, until);
    }

    /// @dev Reverts unless the report can follow the latest one.
    function _requireBuiltOn(Report calldata report, Entry memory latest) private pure {
        if (report.parent != latest.digest) revert WrongParent(report.parent, latest.digest);
        uint256 least = Math.ceilDiv(latest.rate, 2);
        uint256 most = Math.min(2 * uint256(latest.rate), type(uint80).max);
        if (report.rate < least || report.rate > most) revert RateOutOfBounds(report.rate, least, most);
        // It may fall: a total that nobody can spend, signed by mistake or malice, is outlived by the next report.
        if (report.payoutsTotal > type(uint96).max) revert InvalidPayoutsTotal(report.payoutsTotal, type(uint96).max);
        if (report.payoutsRoot == 0 || report.spendsRoot == 0) revert EmptyRoot(report.payoutsRoot, report.spendsRoot);
    }
}
