// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Invariants} from "./Invariants.sol";
import {RewardsHandler} from "./RewardsHandler.sol";

contract RewardsInvariants is Invariants {
    function setUp() external {
        _handler = new RewardsHandler();
    }

    function invariant_rewardsAreWhole() external view {
        _handler.requireWhole();
    }
}
