// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token that misbehaves, for tests
/// @notice Refuses without reverting, or calls somebody back in the middle of a transfer.
contract HostileToken is ERC20 {
    bool private _refuses;
    address private _target;
    bytes private _call;

    /// @notice What the call back answered, for the test to look at.
    bool public callbackSucceeded;

    /// @notice Gives the deployer all of it.
    constructor() ERC20("Hostile", "HOST") {
        _mint(msg.sender, 1e30);
    }

    /// @notice Transfers return false from now on.
    function refuse() external {
        _refuses = true;
    }

    /// @notice The next transfer first calls `target`.
    /// @param target Who is called.
    /// @param data With what.
    function callBack(address target, bytes calldata data) external {
        (_target, _call) = (target, data);
    }

    /// @inheritdoc ERC20
    function transfer(address to, uint256 value) public override returns (bool) {
        _reenter();
        return !_refuses && super.transfer(to, value);
    }

    /// @inheritdoc ERC20
    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        _reenter();
        return !_refuses && super.transferFrom(from, to, value);
    }

    function _reenter() private {
        address target = _target;
        if (target == address(0)) return;
        _target = address(0);
        // solhint-disable-next-line avoid-low-level-calls
        (callbackSucceeded,) = target.call(_call);
    }
}
