// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev What these tests use of the cheat codes that Hardhat's Solidity tests understand.
interface Vm {
    function addr(uint256 key) external pure returns (address);
    function assume(bool condition) external pure;
    function prank(address sender) external;
    function sign(uint256 key, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function warp(uint256 timestamp) external;
}

/// @dev Where they answer.
Vm constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
