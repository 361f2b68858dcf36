// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VM} from "./Vm.sol";

/**
 * @dev How a handler calls, and remembers what broke. It says beforehand what the contracts must answer: a refusal that was foreseen
 * reverts the handler with `Refused`, so that the runner counts it; any other answer than the foreseen breaks a property.
 */
abstract contract Properties {
    /// @dev The contracts refused the call, as they should: nothing has changed.
    error Refused(bytes4 reason);

    /// @dev A property is broken.
    error Broken(string property, uint256 found, uint256 expected);

    /// @dev No error.
    bytes4 internal constant ACCEPTED = 0;

    string private _property;
    uint256 private _found;
    uint256 private _expected;

    /// @notice Compares everything there is.
    function auditAll() external virtual;

    /// @notice Reverts with the first property that broke.
    function requireWhole() external view {
        if (bytes(_property).length != 0) revert Broken(_property, _found, _expected);
    }

    /// @dev Remembers the first break; going on lets the runner find it after the call.
    function _break(string memory property, uint256 found, uint256 expected) internal {
        if (bytes(_property).length == 0) (_property, _found, _expected) = (property, found, expected);
    }

    function _equal(string memory property, uint256 found, uint256 expected) internal {
        if (found != expected) _break(property, found, expected);
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

    /// @dev A number that the seed alone decides, another for each salt.
    function _mix(uint256 seed, uint256 salt) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, salt)));
    }
}
