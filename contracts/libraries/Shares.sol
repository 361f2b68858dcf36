// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Shares
/// @notice What part of an amount belongs to a share.
library Shares {
    /// @dev Ten-thousandths in a whole.
    uint256 internal constant WHOLE = 10_000;

    /**
     * @notice `amount × bps / 10,000`, rounded down. The parts of one amount never exceed it, and fall short of it by less
     * than one wei a share.
     * @param amount In wei.
     * @param bps The share, in ten-thousandths.
     * @return The part, in wei.
     */
    function partOf(uint256 amount, uint256 bps) internal pure returns (uint256) {
        return amount * bps / WHOLE;
    }
}
