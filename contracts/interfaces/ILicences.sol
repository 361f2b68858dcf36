// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Licences
/// @notice ERC-1155 balances, sixteen to a word of storage.
interface ILicences {
    /// @dev `account` holds `balance` licences of a content and can't hold `quantity` more: a lane of the word holds 65,535.
    error TooManyLicences(address account, uint256 contentId, uint256 balance, uint256 quantity);
}
