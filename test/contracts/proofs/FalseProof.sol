// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Shares} from "../../../contracts/libraries/Shares.sol";

/// @dev What does not hold, so that the test sees the prover refuse it.
contract FalseProof {
    function partsOfTwoAreTheWhole(uint256 amount, uint256 bps) external pure {
        require(amount < 2 ** 128 && bps <= Shares.WHOLE);
        assert(Shares.partOf(amount, bps) + Shares.partOf(amount, Shares.WHOLE - bps) == amount);
    }

    function anyAmountHasParts(uint256 amount, uint256 bps) external pure {
        require(bps <= Shares.WHOLE);
        assert(Shares.partOf(amount, bps) <= amount);
    }
}
