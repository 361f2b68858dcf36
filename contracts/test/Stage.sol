// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ContractAccount} from "./ContractAccount.sol";

/// @title A whole history in one call, for tests
/// @notice Lets accounts act one after the other, and looks at what came of it. Played by `eth_call`, nothing stays.
contract Stage {
    /// @notice `account` calls `target`; or nobody does, to read.
    struct Step {
        ContractAccount account;
        address target;
        bytes data;
    }

    /// @notice What each step came to.
    struct Outcome {
        bool accepted;
        bytes answer;
    }

    /// @notice Plays the steps, whatever becomes of each.
    /// @param steps In this order.
    /// @return outcomes One a step.
    function play(Step[] calldata steps) external returns (Outcome[] memory outcomes) {
        outcomes = new Outcome[](steps.length);
        for (uint256 i = 0; i < steps.length; ++i) {
            Step calldata step = steps[i];
            bool reads = address(step.account) == address(0);
            address target = reads ? step.target : address(step.account);
            bytes memory data = reads ? step.data : abi.encodeCall(ContractAccount.execute, (step.target, step.data));
            // solhint-disable-next-line avoid-low-level-calls
            (outcomes[i].accepted, outcomes[i].answer) = target.call(data);
        }
    }
}
