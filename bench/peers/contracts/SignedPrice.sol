// SPDX-License-Identifier: MIT
pragma solidity ^0.8.17;

import {RedstoneConsumerNumericBase} from "@redstone-finance/evm-connector/contracts/core/RedstoneConsumerNumericBase.sol";

/// @title A price that RedStone's code reads from the transaction's own calldata, by one signer or more.
contract SignedPrice is RedstoneConsumerNumericBase {
    address private immutable FIRST;
    address private immutable SECOND;
    address private immutable THIRD;
    uint8 private immutable THRESHOLD;

    constructor(address[3] memory signers, uint8 threshold) {
        (FIRST, SECOND, THIRD) = (signers[0], signers[1], signers[2]);
        THRESHOLD = threshold;
    }

    /// @notice Verifies, and does nothing with the price.
    function read(bytes32 feed) external view returns (uint256) {
        return getOracleNumericValueFromTxMsg(feed);
    }

    function getUniqueSignersThreshold() public view override returns (uint8) {
        return THRESHOLD;
    }

    function getAuthorisedSignerIndex(address signer) public view override returns (uint8) {
        if (signer == FIRST) return 0;
        if (signer == SECOND) return 1;
        if (signer == THIRD) return 2;
        revert SignerNotAuthorised(signer);
    }
}
