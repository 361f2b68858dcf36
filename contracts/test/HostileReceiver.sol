// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {ERC1155Holder} from "@openzeppelin/contracts/token/ERC1155/utils/ERC1155Holder.sol";

/// @title A receiver of licences that sends them on while receiving them, for tests
/// @notice Tries to pass on twice what it was given once.
contract HostileReceiver is ERC1155Holder {
    address private immutable ACCOMPLICE;
    bool private _passedOn;

    /// @notice Binds the receiver to whom it passes licences on to.
    /// @param accomplice Who gets them.
    constructor(address accomplice) {
        ACCOMPLICE = accomplice;
    }

    /// @inheritdoc ERC1155Holder
    function onERC1155Received(address operator, address from, uint256 id, uint256 value, bytes memory data)
        public
        override
        returns (bytes4)
    {
        if (!_passedOn) {
            _passedOn = true;
            IERC1155(msg.sender).safeTransferFrom(address(this), ACCOMPLICE, id, value, "");
            IERC1155(msg.sender).safeTransferFrom(address(this), ACCOMPLICE, id, value, "");
        }
        return super.onERC1155Received(operator, from, id, value, data);
    }
}
