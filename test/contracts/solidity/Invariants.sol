// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Properties} from "./Properties.sol";

/// @dev The runner calls the handler's functions in random order with random seeds, and `invariant_…` after each: every call compared
/// what it touched with the ledger, and remembered the first difference. At the end of a run, everything is compared.
abstract contract Invariants {
    struct Selectors {
        address target;
        bytes4[] selectors;
    }

    Properties internal _handler;

    function afterInvariant() external {
        _handler.auditAll();
        _handler.requireWhole();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function excludeSelectors() external view returns (Selectors[] memory excluded) {
        excluded = new Selectors[](1);
        (excluded[0].target, excluded[0].selectors) = (address(_handler), new bytes4[](1));
        excluded[0].selectors[0] = _handler.auditAll.selector;
    }
}
