// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Shares} from "../../../contracts/libraries/Shares.sol";

/// @dev The compiler proves each assertion for every input that the requirements allow.
contract SharesProof {
    function aPartIsAtMostTheWhole(uint256 amount, uint256 bps) external pure {
        require(amount < 2 ** 128 && bps <= Shares.WHOLE);
        uint256 part = Shares.partOf(amount, bps);
        assert(part <= amount);
    }

    function aPartIsRoundedDown(uint256 amount, uint256 bps) external pure {
        require(amount < 2 ** 128 && bps <= Shares.WHOLE);
        uint256 part = Shares.partOf(amount, bps);
        assert(part * Shares.WHOLE <= amount * bps);
        assert((part + 1) * Shares.WHOLE > amount * bps);
    }

    function theWholeIsTheWhole(uint256 amount) external pure {
        require(amount < 2 ** 128);
        assert(Shares.partOf(amount, Shares.WHOLE) == amount);
    }

    function partsOfTwoNeverExceedTheWhole(uint256 amount, uint256 bps) external pure {
        require(amount < 2 ** 128 && bps <= Shares.WHOLE);
        uint256 sum = Shares.partOf(amount, bps) + Shares.partOf(amount, Shares.WHOLE - bps);
        assert(sum <= amount);
        assert(sum + 2 > amount);
    }

    function partsOfThreeNeverExceedTheWhole(uint256 amount, uint256 first, uint256 second) external pure {
        require(amount < 2 ** 128 && first <= Shares.WHOLE && second <= Shares.WHOLE - first);
        uint256 sum = Shares.partOf(amount, first) + Shares.partOf(amount, second)
            + Shares.partOf(amount, Shares.WHOLE - first - second);
        assert(sum <= amount);
        assert(sum + 3 > amount);
    }

    function aPartNeverFalls(uint256 amount, uint256 more, uint256 bps) external pure {
        require(amount < 2 ** 128 && more < 2 ** 128 && bps <= Shares.WHOLE);
        assert(Shares.partOf(amount + more, bps) >= Shares.partOf(amount, bps));
    }
}
