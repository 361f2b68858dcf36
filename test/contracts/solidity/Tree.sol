// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Merkle trees of two to the power of some leaves, hashed as @openzeppelin/merkle-tree does; written apart from the contracts.
library Tree {
    function leaf(uint256 first, uint256 second) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(first, second))));
    }

    function pair(bytes32 a, bytes32 b) internal pure returns (bytes32) {
        return a < b ? keccak256(abi.encode(a, b)) : keccak256(abi.encode(b, a));
    }

    function root(bytes32[] memory leaves) internal pure returns (bytes32) {
        (bytes32 top,) = climb(leaves, 0);
        return top;
    }

    /// @dev The root, and the proof of the leaf at `position`.
    function climb(bytes32[] memory leaves, uint256 position) internal pure returns (bytes32, bytes32[] memory proof) {
        uint256 depth;
        while (1 << depth < leaves.length) ++depth;
        proof = new bytes32[](depth);
        bytes32[] memory row = new bytes32[](leaves.length);
        for (uint256 i = 0; i < leaves.length; ++i) row[i] = leaves[i];
        for (uint256 level = 0; level < depth; ++level) {
            proof[level] = row[position ^ 1];
            position >>= 1;
            for (uint256 i = 0; i < leaves.length >> (level + 1); ++i) row[i] = pair(row[2 * i], row[2 * i + 1]);
        }
        return (row[0], proof);
    }
}
