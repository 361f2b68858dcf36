// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ledger} from "./Ledger.sol";
import {VM} from "./Vm.sol";

/**
 * @dev How a handler calls: it says beforehand what the contracts must answer. A refusal that was foreseen reverts the
 * handler with `Refused`, so that the runner counts it; any other answer than the foreseen breaks a property.
 */
abstract contract Handler is Ledger {
    /// @dev No error.
    bytes4 internal constant ACCEPTED = 0;

    modifier inTime() {
        VM.warp(_now);
        _;
    }

    /// @dev Calls as `sender`. Returns whether the call was accepted, as foreseen.
    function _call(address sender, address target, bytes memory data, bytes4 expected) internal returns (bool) {
        VM.prank(sender);
        // solhint-disable-next-line avoid-low-level-calls
        (bool accepted, bytes memory answer) = target.call(data);
        bytes4 found = accepted ? ACCEPTED : bytes4(answer);
        if (found != expected) {
            _break(accepted ? "accepted what must be refused" : "refused", uint32(found), uint32(expected));
            return false;
        }
        if (!accepted) revert Refused(found);
        return true;
    }
}
