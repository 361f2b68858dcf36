// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ledger} from "./Ledger.sol";
import {VM} from "./Vm.sol";

/// @dev Puts every call where time stands: the runner forgets it between calls.
abstract contract Handler is Ledger {
    modifier inTime() {
        VM.warp(_now);
        _;
    }
}
