// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC1155Holder} from "@openzeppelin/contracts/token/ERC1155/utils/ERC1155Holder.sol";
import {AttentionMarket} from "../../../contracts/AttentionMarket.sol";

/// @dev Receives licences, and while it does tries to pass on more than it has and to claim twice what it is due.
contract Reenterer is ERC1155Holder {
    AttentionMarket private immutable MARKET;
    address private immutable ACCOMPLICE;

    uint256[] private _splitIds;

    /// @dev What the last attempt did.
    bool public passedOnTooMuch;
    bool public passedOn;
    bool public claimedOnce;
    bool public claimedTwice;

    constructor(AttentionMarket market, address accomplice) {
        MARKET = market;
        ACCOMPLICE = accomplice;
    }

    /// @dev The splits that it claims from.
    function prepare(uint256[] calldata splitIds) external {
        _splitIds = splitIds;
    }

    function onERC1155Received(address operator, address from, uint256 id, uint256 value, bytes memory data)
        public
        override
        returns (bytes4)
    {
        uint256 held = MARKET.balanceOf(address(this), id);
        passedOnTooMuch = _passOn(id, held + 1);
        passedOn = _passOn(id, held);
        passedOnTooMuch = passedOnTooMuch || _passOn(id, 1);
        claimedOnce = _claim();
        claimedTwice = _claim();
        return super.onERC1155Received(operator, from, id, value, data);
    }

    function _passOn(uint256 id, uint256 count) private returns (bool) {
        try MARKET.safeTransferFrom(address(this), ACCOMPLICE, id, count, "") {
            return true;
        } catch {
            return false;
        }
    }

    function _claim() private returns (bool) {
        try MARKET.claim(_splitIds) returns (uint256) {
            return true;
        } catch {
            return false;
        }
    }
}
