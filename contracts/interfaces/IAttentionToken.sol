// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1363} from "@openzeppelin/contracts/interfaces/IERC1363.sol";
import {IERC3009, IERC3009Cancel} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

/**
 * @title HEED, the token that attention is paid in
 * @notice ERC-20 with permit (ERC-2612), transfers that call their receiver (ERC-1363) and transfers by signed
 * authorisation with random nonces (ERC-3009). The whole supply is created once, at deployment: nothing mints or burns.
 */
interface IAttentionToken is IERC1363, IERC20Permit, IERC3009, IERC3009Cancel {}
