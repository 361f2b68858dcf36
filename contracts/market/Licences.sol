// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {ILicences} from "../interfaces/ILicences.sol";
import {PackedLicences} from "../libraries/PackedLicences.sol";

/**
 * @title Licences
 * @notice OpenZeppelin's ERC-1155 with its balances packed, sixteen to a word of storage.
 * @dev A reader's second licence from a run of sixteen contents costs 17,100 gas less than its first. Everything but the
 * storage of balances is OpenZeppelin's. A purchase grants without the receiver hook; transfers call it, as the standard asks.
 */
abstract contract Licences is ILicences, ERC1155 {
    using PackedLicences for uint256;

    // ——— Storage ———

    /// @dev A struct, so that one slot can be read and written without hashing its keys twice.
    struct Word {
        uint256 counts;
    }

    /// @dev Sixteen counts a word, by content id: see PackedLicences.
    mapping(address account => mapping(uint256 index => Word)) private _words;

    // ——— Constructor ———

    /// @notice Names no URI for all: each content has its own.
    constructor() ERC1155("") {}

    // ——— Public ———

    /// @inheritdoc IERC1155
    function balanceOf(address account, uint256 id) public view virtual override(ERC1155) returns (uint256) {
        return _words[account][id.indexOf()].counts.get(id.unitOf());
    }

    // ——— Internal ———

    /// @dev Gives `account` licences that were paid for by `operator`. Calls no hook: any account can buy.
    function _grant(address operator, address account, uint256 id, uint256 quantity) internal {
        if (account == address(0)) revert ERC1155InvalidReceiver(account);
        _add(account, id, quantity);
        emit TransferSingle(operator, address(0), account, id, quantity);
    }

    /// @dev OpenZeppelin's `_update` over packed words. Reached by transfers alone: nothing here mints or burns.
    function _update(address from, address to, uint256[] memory ids, uint256[] memory values) internal override {
        if (ids.length != values.length) revert ERC1155InvalidArrayLength(ids.length, values.length);
        for (uint256 i = 0; i < ids.length; ++i) {
            _subtract(from, ids[i], values[i]);
            _add(to, ids[i], values[i]);
        }
        if (ids.length == 1) {
            emit TransferSingle(_msgSender(), from, to, ids[0], values[0]);
        } else {
            emit TransferBatch(_msgSender(), from, to, ids, values);
        }
    }

    // ——— Private ———

    function _add(address account, uint256 id, uint256 quantity) private {
        Word storage word = _words[account][id.indexOf()];
        uint256 counts = word.counts;
        uint256 unit = id.unitOf();
        uint256 balance = counts.get(unit);
        unchecked {
            // A balance never exceeds MAX.
            if (quantity > PackedLicences.MAX - balance) revert TooManyLicences(account, id, balance, quantity);
        }
        word.counts = counts.add(unit, quantity);
    }

    function _subtract(address account, uint256 id, uint256 quantity) private {
        Word storage word = _words[account][id.indexOf()];
        uint256 counts = word.counts;
        uint256 unit = id.unitOf();
        uint256 balance = counts.get(unit);
        if (balance < quantity) revert ERC1155InsufficientBalance(account, balance, quantity, id);
        word.counts = counts.subtract(unit, quantity);
    }
}
