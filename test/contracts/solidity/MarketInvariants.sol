// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Invariants} from "./Invariants.sol";
import {MarketHandler} from "./MarketHandler.sol";

contract MarketInvariants is Invariants {
    function setUp() external {
        _handler = new MarketHandler();
    }

    function invariant_marketIsWhole() external view {
        _handler.requireWhole();
    }
}
