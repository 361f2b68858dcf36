// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title A contract signer that uses being asked to act, for tests
/// @notice Says yes to everything, after calling somebody.
contract HostileSigner {
    address private immutable TARGET;
    bytes private _call;

    /// @notice What to call when asked.
    /// @param target Who is called.
    /// @param data With what.
    constructor(address target, bytes memory data) {
        TARGET = target;
        _call = data;
    }

    /// @notice Not a view, unlike what the standard asks for.
    function isValidSignature(bytes32, bytes calldata) external returns (bytes4) {
        // solhint-disable-next-line avoid-low-level-calls
        (bool succeeded,) = TARGET.call(_call);
        return succeeded ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}
