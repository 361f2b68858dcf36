// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title An account with code and no token hooks, for tests
/// @notice Does what it is told, and signs by ERC-1271 with its owner's key.
contract ContractAccount is IERC1271 {
    address private immutable OWNER;

    /// @notice Binds the account to a key.
    /// @param owner Whose key it is.
    constructor(address owner) {
        OWNER = owner;
    }

    /// @notice Calls `target` as this account.
    /// @param target Who is called.
    /// @param data With what.
    function execute(address target, bytes calldata data) external {
        // solhint-disable-next-line avoid-low-level-calls
        (bool succeeded, bytes memory answer) = target.call(data);
        if (succeeded) return;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        (address signer,,) = ECDSA.tryRecoverCalldata(hash, signature);
        return signer == OWNER ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}
