// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Sixteen licence counts of 16 bits in one word of storage
/// @dev Content `id` lives in word `id / 16`, lane `id % 16`.
library PackedLicences {
    /// @dev The largest count a lane holds.
    uint256 internal constant MAX = type(uint16).max;

    /// @notice Which word an id's count is in.
    function wordOf(uint256 id) internal pure returns (uint256) {
        return id >> 4;
    }

    /// @notice The count of an id in its word.
    function get(uint256 word, uint256 id) internal pure returns (uint256) {
        return (word >> _shift(id)) & MAX;
    }

    /// @notice The word with an id's count replaced. `count` must not exceed `MAX`.
    function set(uint256 word, uint256 id, uint256 count) internal pure returns (uint256) {
        uint256 shift = _shift(id);
        return (word & ~(MAX << shift)) | (count << shift);
    }

    function _shift(uint256 id) private pure returns (uint256) {
        return (id & 15) << 4;
    }
}
