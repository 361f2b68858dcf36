// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Packed licences
/// @notice Sixteen licence counts of 16 bits in one word.
/// @dev Content `id` has lane `id % 16` of an account's word `id / 16`.
library PackedLicences {
    /// @dev The largest count a lane holds.
    uint256 internal constant MAX = type(uint16).max;

    /// @notice Which of an account's words an id's count is in.
    /// @param id The content.
    /// @return The word's index.
    function indexOf(uint256 id) internal pure returns (uint256) {
        return id >> 4;
    }

    /// @notice An id's count in its word.
    /// @param word The account's word that has the id's count.
    /// @param id The content.
    /// @return The count.
    function get(uint256 word, uint256 id) internal pure returns (uint256) {
        return (word >> _shift(id)) & MAX;
    }

    /// @notice The word with `quantity` more of an id. The new count must not exceed `MAX`.
    /// @param word The account's word that has the id's count.
    /// @param id The content.
    /// @param quantity How many more.
    /// @return The new word.
    function add(uint256 word, uint256 id, uint256 quantity) internal pure returns (uint256) {
        unchecked {
            // Stays within its lane, so neither carries into the next nor leaves the word.
            return word + (quantity << _shift(id));
        }
    }

    /// @notice The word with `quantity` less of an id. `quantity` must not exceed the count.
    /// @param word The account's word that has the id's count.
    /// @param id The content.
    /// @param quantity How many less.
    /// @return The new word.
    function subtract(uint256 word, uint256 id, uint256 quantity) internal pure returns (uint256) {
        unchecked {
            // Stays within its lane, so borrows from no other.
            return word - (quantity << _shift(id));
        }
    }

    function _shift(uint256 id) private pure returns (uint256) {
        return (id & 15) << 4;
    }
}
