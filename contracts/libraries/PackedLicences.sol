// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Packed licences
/// @notice Sixteen licence counts of 16 bits in one word.
/// @dev Content `id` has lane `id % 16` of an account's word `id / 16`. A lane is named by its unit, what one licence adds to the
/// word: with each of the sixteen units the compiler's SMTChecker proves the arithmetic for every word (test/contracts/proofs).
library PackedLicences {
    /// @dev The largest count a lane holds.
    uint256 internal constant MAX = type(uint16).max;

    /// @notice Which of an account's words an id's count is in.
    /// @param id The content.
    /// @return The word's index.
    function indexOf(uint256 id) internal pure returns (uint256) {
        return id >> 4;
    }

    /// @notice What one licence of an id adds to its word.
    /// @param id The content.
    /// @return A power of 2^16.
    function unitOf(uint256 id) internal pure returns (uint256) {
        return 1 << ((id & 15) << 4);
    }

    /// @notice A lane's count.
    /// @param word The account's word.
    /// @param unit The lane's.
    /// @return The count.
    function get(uint256 word, uint256 unit) internal pure returns (uint256) {
        return word / unit % (MAX + 1);
    }

    /// @notice The word with `quantity` more in a lane. The new count must not exceed `MAX`.
    /// @param word The account's word.
    /// @param unit The lane's.
    /// @param quantity How many more.
    /// @return The new word.
    function add(uint256 word, uint256 unit, uint256 quantity) internal pure returns (uint256) {
        unchecked {
            // Stays within its lane, so neither carries into the next nor leaves the word.
            return word + quantity * unit;
        }
    }

    /// @notice The word with `quantity` less in a lane. `quantity` must not exceed the count.
    /// @param word The account's word.
    /// @param unit The lane's.
    /// @param quantity How many less.
    /// @return The new word.
    function subtract(uint256 word, uint256 unit, uint256 quantity) internal pure returns (uint256) {
        unchecked {
            // Stays within its lane, so borrows from no other.
            return word - quantity * unit;
        }
    }
}
