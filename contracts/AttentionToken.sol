// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC1363} from "@openzeppelin/contracts/token/ERC20/extensions/ERC1363.sol";
import {ERC20Permit, IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {IAttentionToken} from "./interfaces/IAttentionToken.sol";

/// @title HEED, the token that attention is paid in
/// @notice See IAttentionToken.
contract AttentionToken is IAttentionToken, ERC20Permit, ERC1363, ERC3009 {
    /// @notice All the HEED there will ever be, in wei. Below 2^96, which the market's packed prices rely on.
    uint256 public constant SUPPLY = 1_000_000_000e18;

    /// @notice Creates the whole supply.
    /// @param holder Receives it.
    constructor(address holder) ERC20("Heed", "HEED") ERC20Permit("Heed") {
        _mint(holder, SUPPLY);
    }

    /// @inheritdoc IERC20Permit
    function nonces(address owner) public view override(ERC20Permit, IERC20Permit) returns (uint256) {
        return super.nonces(owner);
    }
}
