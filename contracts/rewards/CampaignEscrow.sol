// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/**
 * @title The escrow of campaigns
 * @notice Holds every unspent budget, apart from what campaigns have spent: a claim, however the reporters may lie, draws on
 * spent money only. Pays out as the contract that deployed it says.
 */
contract CampaignEscrow {
    using SafeERC20 for IERC20;

    // ——— Errors ———

    /// @dev Only AttentionRewards may do this.
    error NotRewards(address account);

    // ——— Constants and immutables ———

    IERC20 private immutable TOKEN;
    address private immutable REWARDS;

    // ——— Constructor ———

    /// @notice Binds the escrow to its deployer.
    /// @param token HEED.
    constructor(IERC20 token) {
        TOKEN = token;
        REWARDS = msg.sender;
    }

    // ——— External ———

    /// @notice Pays `amount` (HEED wei) to `recipient`. Only for AttentionRewards.
    /// @param recipient Who is paid.
    /// @param amount HEED wei.
    function release(address recipient, uint256 amount) external {
        if (msg.sender != REWARDS) revert NotRewards(msg.sender);
        TOKEN.safeTransfer(recipient, amount);
    }
}
