// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

/// @title Leaves of two words
/// @notice Hashed as @openzeppelin/merkle-tree's standard tree does: twice, so that no inner node passes for a leaf.
library Leaves {
    /// @notice The hash of a leaf (first, second), each one word.
    function hash(uint256 first, uint256 second) internal pure returns (bytes32) {
        return keccak256(bytes.concat(Hashes.efficientKeccak256(bytes32(first), bytes32(second))));
    }
}
