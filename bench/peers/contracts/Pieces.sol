// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";

/// @title OpenZeppelin's ERC-1155 as it is: what a Seaport order sells.
contract Pieces is ERC1155 {
    constructor() ERC1155("") {}

    function mint(address account, uint256 id, uint256 amount) external {
        _mint(account, id, amount, "");
    }
}
