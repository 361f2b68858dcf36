// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Attacks} from "./Attacks.sol";
import {Claims} from "./Claims.sol";
import {Publishing} from "./Publishing.sol";
import {VM} from "./Vm.sol";

/// @dev Everybody who can call the market, with money and something to buy. Every function is one call of one kind.
contract MarketHandler is Publishing, Attacks, Claims {
    constructor() {
        uint256 each = TOKEN.SUPPLY() / (PEOPLE + 1);
        for (uint256 i = 0; i <= PEOPLE; ++i) {
            address account = i == PEOPLE ? address(WALLET) : _accounts[i];
            TOKEN.transfer(account, each);
            _heed[account] = each;
            VM.prank(account);
            TOKEN.approve(address(MARKET), type(uint256).max);
        }
        createSplit(1 << 130 | 2);
        createSplit(8);
        for (uint256 seed = 0; seed < 10; ++seed) publish(_mix(seed, 0));
    }
}
