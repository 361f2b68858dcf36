// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/**
 * @title Reports of the epochs
 * @notice Epoch `e` covers the Unix seconds from `e × epochDuration` up to, not including, `(e + 1) × epochDuration`. When it is
 * over, k of n reporters sign one report of it, which anybody may post. A report can be vetoed up to and including the last
 * second of its challenge window; after that second it is final. It names the digest of the report it builds on, so a
 * veto takes every later report with it, and none that builds on a vetoed one can be posted again.
 */
interface IReports {
    /**
     * @notice What the reporters say of one epoch. Signed by EIP-712: domain «Heed Oracle», version 1, this chain and contract.
     * @param epoch Which epoch.
     * @param parent The EIP-712 digest of the report before it; zero for the first one.
     * @param rate What an attention-second costs, in HEED wei.
     * @param payoutsRoot Root of the tree of (address account, uint256 cumulative), what each account ever earned in HEED wei.
     * @param payoutsTotal Sum of all leaves of that tree, in HEED wei: everything ever earned.
     * @param spendsRoot Root of the tree of (uint256 campaignId, uint256 amount), what each campaign spent in this epoch alone.
     * @param dataHash Hash of the rows that the roots were computed from.
     * @param modelHash Hash of the models that were used.
     */
    struct Report {
        uint256 epoch;
        bytes32 parent;
        uint256 rate;
        bytes32 payoutsRoot;
        uint256 payoutsTotal;
        bytes32 spendsRoot;
        bytes32 dataHash;
        bytes32 modelHash;
    }

    /**
     * @notice One reporter's signature of a report.
     * @param signer The reporter: an account, or a contract that answers ERC-1271.
     * @param signature 65 bytes, or whatever a contract understands.
     */
    struct ReportSignature {
        address signer;
        bytes signature;
    }

    /**
     * @notice What the chain keeps of a report.
     * @param epoch The epoch it is of.
     * @param previous The epoch of the report it builds on; zero where it is the first.
     * @param digest Its EIP-712 digest.
     * @param challengeEndsAt Last second (Unix) at which it can be vetoed.
     * @param rate What an attention-second costs, in HEED wei.
     * @param payoutsTotal Everything ever earned, in HEED wei.
     */
    struct PostedReport {
        uint256 epoch;
        uint256 previous;
        bytes32 digest;
        uint256 challengeEndsAt;
        uint256 rate;
        uint256 payoutsTotal;
    }

    /// @notice From now on `quorum` of these reporters make a report.
    /// @param reporters In the order they were named.
    /// @param quorum How many of them make a report.
    event ReportersSet(address[] reporters, uint256 quorum);

    /// @notice Posted, signed by `signers` reporters, and final after `challengeEndsAt` (Unix seconds) unless vetoed.
    /// @param epoch Which epoch.
    /// @param digest The report's EIP-712 digest.
    /// @param report What was signed.
    /// @param challengeEndsAt Last second (Unix) at which it can be vetoed.
    /// @param signers How many different reporters signed.
    event ReportPosted(
        uint256 indexed epoch, bytes32 indexed digest, Report report, uint256 challengeEndsAt, uint256 signers
    );

    /// @notice Removed, as vetoed itself or as built on a vetoed one.
    /// @param epoch Which epoch.
    /// @param digest The report's EIP-712 digest.
    event ReportVetoed(uint256 indexed epoch, bytes32 indexed digest);

    /// @dev An epoch lasts from 1 to `MAX_PERIOD` seconds.
    error InvalidEpochDuration(uint256 duration);

    /// @dev A challenge window lasts from 1 to `MAX_PERIOD` seconds.
    error InvalidChallengeWindow(uint256 window);

    /// @dev A report window lasts from 1 to `MAX_PERIOD` seconds.
    error InvalidReportWindow(uint256 window);

    /// @dev The first rate is from 1 to 2^80 - 1 HEED wei.
    error InvalidInitialRate(uint256 rate);

    /// @dev There are 1 to `MAX_REPORTERS` reporters, not `count`.
    error InvalidReporterCount(uint256 count);

    /// @dev Nobody could sign as this reporter.
    error InvalidReporter(address reporter);

    /// @dev A reporter is named once.
    error DuplicateReporter(address reporter);

    /// @dev A quorum is from 1 to the number of reporters.
    error InvalidQuorum(uint256 quorum, uint256 reporters);

    /// @dev `signer` is no reporter.
    error UnknownReporter(address signer);

    /// @dev `signer` did not sign this report.
    error InvalidReportSignature(address signer);

    /// @dev `count` different reporters signed, `quorum` must.
    error InsufficientQuorum(uint256 count, uint256 quorum);

    /// @dev Epochs rise strictly; there is a report of `latest`.
    error StaleEpoch(uint256 epoch, uint256 latest);

    /// @dev Only epochs before `current` are over.
    error EpochNotOver(uint256 epoch, uint256 current);

    /// @dev The epoch could be reported until `until` (Unix seconds), which is past.
    error ReportTooLate(uint256 epoch, uint256 until);

    /// @dev The report builds on the one with the digest `parent`; that of the latest is `latest`, zero where there is none.
    error WrongParent(bytes32 parent, bytes32 latest);

    /// @dev The rate at most halves or doubles: from `least` to `most` HEED wei.
    error RateOutOfBounds(uint256 rate, uint256 least, uint256 most);

    /// @dev More than can ever be earned, which is `most` HEED wei.
    error InvalidPayoutsTotal(uint256 total, uint256 most);

    /// @dev At least one of the two is zero, the root of no tree.
    error EmptyRoot(bytes32 payoutsRoot, bytes32 spendsRoot);

    /// @dev This very report was vetoed.
    error ReportWasVetoed(bytes32 digest);

    /// @dev There is no report of this epoch.
    error ReportNotPosted(uint256 epoch);

    /// @dev The report could be vetoed until `challengeEndsAt` (Unix seconds), which is past.
    error ReportIsFinal(uint256 epoch, uint256 challengeEndsAt);

    /**
     * @notice Names all reporters anew; reports posted before stay. Only for the role that also names the quote signer.
     * @param reporters Distinct accounts, 1 to `MAX_REPORTERS`, none zero.
     * @param quorum How many of them make a report, from 1 to their number.
     */
    function setReporters(address[] calldata reporters, uint256 quorum) external;

    /**
     * @notice Posts a report. Anybody may.
     * @param report Of an epoch that is over since `reportWindow` seconds at most, later than the latest report's and built
     * on it, its rate between half and twice the last one.
     * @param signatures Of a quorum of reporters at least, in any order; a reporter named twice counts once. One that does
     * not hold makes the whole call fail, so that a relayer learns which to leave out.
     */
    function post(Report calldata report, ReportSignature[] calldata signatures) external;

    /**
     * @notice Removes the report of an epoch and every later one, which build on it. Only for the guardian's role, up to and
     * including the last second of its challenge window. The later ones can also be vetoed first, in calls of their own.
     * @param epoch Of a report that is not final yet.
     */
    function veto(uint256 epoch) external;

    /// @notice Whether there is a report of `epoch` that can be vetoed no longer.
    /// @param epoch Which epoch.
    /// @return False too where there is no report.
    function finalized(uint256 epoch) external view returns (bool);

    /// @notice Whether this very report was posted and can be vetoed no longer.
    /// @param report Every field as it was signed.
    /// @return False too where another report was posted.
    function isFinalized(Report calldata report) external view returns (bool);

    /// @notice The EIP-712 digest that a report's signers sign, and by which the next report names it.
    /// @param report Any report, posted or not.
    /// @return What the 65 bytes of a signature are of.
    function reportDigest(Report calldata report) external view returns (bytes32);

    /// @notice The report of `epoch`, pending or final; its digest is zero where there is none.
    /// @param epoch Which epoch.
    /// @return The report, all zero but for the epoch where there is none; for epoch 0 the rate is the first one.
    function reportOf(uint256 epoch) external view returns (PostedReport memory);

    /// @notice The latest report, pending or final; all zero but for the rate where there is none yet.
    /// @return What `reportOf` says of its epoch.
    function latestReport() external view returns (PostedReport memory);

    /// @notice The latest report's rate, or the first rate where there is none: HEED wei an attention-second.
    /// @return HEED wei, never zero.
    function rate() external view returns (uint256);

    /// @notice The reporters, in the order they were named.
    /// @return Their accounts; none until they are first named.
    function reporters() external view returns (address[] memory);

    /// @notice How many reporters make a report; zero while there are none.
    /// @return At most their number.
    function quorum() external view returns (uint256);

    /// @notice How long an epoch lasts, in seconds.
    /// @return Seconds, from 1 to `MAX_PERIOD`.
    function epochDuration() external view returns (uint256);

    /// @notice How long a report can be vetoed, in seconds.
    /// @return Seconds, from 1 to `MAX_PERIOD`.
    function challengeWindow() external view returns (uint256);

    /// @notice How long after its end an epoch can be reported, in seconds.
    /// @return Seconds, from 1 to `MAX_PERIOD`.
    function reportWindow() external view returns (uint256);

    /// @notice The longest that an epoch or a window can be.
    /// @return Seconds.
    function MAX_PERIOD() external view returns (uint256);

    /// @notice The most reporters there can be.
    /// @return How many.
    function MAX_REPORTERS() external view returns (uint256);
}
