// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IReports} from "../interfaces/IReports.sol";

/// @title Who signs reports, and how many of them must
/// @notice See IReports.
abstract contract Reporters is IReports, AccessManaged {
    // ——— Constants and immutables ———

    /// @inheritdoc IReports
    uint256 public constant MAX_REPORTERS = 32;

    // ——— Storage ———

    address[] private _reporters;
    /// @dev From 1, in the order of the list; zero for everybody else.
    mapping(address account => uint256) private _positions;
    /// @dev Small, so that the next contract's first field shares its slot.
    uint8 private _quorum;

    // ——— External ———

    /// @inheritdoc IReports
    function setReporters(address[] calldata reporters_, uint256 quorum_) external restricted {
        uint256 count = reporters_.length;
        if (count == 0 || count > MAX_REPORTERS) revert InvalidReporterCount(count);
        if (quorum_ == 0 || quorum_ > count) revert InvalidQuorum(quorum_, count);
        for (uint256 i = 0; i < _reporters.length; ++i) {
            delete _positions[_reporters[i]];
        }
        for (uint256 i = 0; i < count; ++i) {
            address reporter = reporters_[i];
            if (reporter == address(0)) revert InvalidReporter(reporter);
            if (_positions[reporter] != 0) revert DuplicateReporter(reporter);
            _positions[reporter] = i + 1;
        }
        _reporters = reporters_;
        // Fits: at most 32.
        _quorum = uint8(quorum_);
        emit ReportersSet(reporters_, quorum_);
    }

    // ——— Views ———

    /// @inheritdoc IReports
    function reporters() external view returns (address[] memory) {
        return _reporters;
    }

    /// @inheritdoc IReports
    function quorum() external view returns (uint256) {
        return _quorum;
    }

    // ——— Internal ———

    /// @dev How many reporters signed. Reverts where a signature does not hold, or where they are too few.
    function _requireQuorum(bytes32 digest, ReportSignature[] calldata signatures) internal view returns (uint256 count) {
        uint256 seen;
        for (uint256 i = 0; i < signatures.length; ++i) {
            address signer = signatures[i].signer;
            uint256 position = _positions[signer];
            if (position == 0) revert UnknownReporter(signer);
            if (!_isSignedBy(signer, digest, signatures[i].signature)) revert InvalidReportSignature(signer);
            if (seen & (1 << position) != 0) continue;
            seen |= 1 << position;
            ++count;
        }
        if (count == 0 || count < _quorum) revert InsufficientQuorum(count, _quorum);
    }

    // ——— Private ———

    /// @dev By the account's own key, or else by its code: looking for code first would cost each reporter 2,600 gas, and an
    /// account that delegates to code (EIP-7702) keeps its key.
    function _isSignedBy(address signer, bytes32 digest, bytes calldata signature) private view returns (bool) {
        (address recovered,,) = ECDSA.tryRecoverCalldata(digest, signature);
        return recovered == signer || SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature);
    }
}
