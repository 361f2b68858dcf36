// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1155Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {ISplits} from "../../../contracts/interfaces/ISplits.sol";
import {ILicences} from "../../../contracts/interfaces/ILicences.sol";
import {Handler} from "./Handler.sol";
import {VM} from "./Vm.sol";

/// @dev Payees, referrers, and holders who hand licences on.
abstract contract Claims is Handler {
    function claim(uint256 seed) external inTime {
        address account = _anyone(seed);
        uint256[] memory splitIds = _splitsOf(account, 1 + (seed >> 8) % _splitCount);
        _claim(account, splitIds);
    }

    /// @dev The same split several times pays once.
    function claimRepeated(uint256 seed) external inTime {
        uint256 splitId = 1 + seed % _splitCount;
        address account = _payees[splitId][_mix(seed, 1) % _payees[splitId].length];
        uint256[] memory splitIds = new uint256[](2 + seed % 3);
        for (uint256 i = 0; i < splitIds.length; ++i) splitIds[i] = splitId;
        _claim(account, splitIds);
    }

    function claimReferrals(uint256 seed) external inTime {
        _claim(_anyone(seed), new uint256[](0));
    }

    /// @dev From a split that pays others, or that there is not.
    function claimOfOthers(uint256 seed) external inTime {
        address account = _anyone(seed);
        uint256[] memory splitIds = new uint256[](1);
        splitIds[0] = seed % (_splitCount + 2);
        VM.assume(_bps[splitIds[0]][account] == 0);
        _call(account, address(MARKET), abi.encodeCall(ISplits.claim, (splitIds)), ISplits.NotPayee.selector);
    }

    function handOn(uint256 seed) external inTime {
        uint256 contentId = 1 + seed % _contentCount;
        address from = _person(_mix(seed, 1));
        address to = _person(_mix(seed, 2));
        uint256 held = _licences[from][contentId];
        uint256 count = seed % 8 == 0 ? held + 1 : held == 0 ? 0 : 1 + _mix(seed, 3) % held;
        bytes4 expected = ACCEPTED;
        if (count > held) expected = IERC1155Errors.ERC1155InsufficientBalance.selector;
        else if (from != to && _licences[to][contentId] + count > 65_535) expected = ILicences.TooManyLicences.selector;
        bytes memory data = abi.encodeCall(IERC1155.safeTransferFrom, (from, to, contentId, count, ""));
        if (!_call(from, address(MARKET), data, expected)) return;
        _licences[from][contentId] -= count;
        _licences[to][contentId] += count;
        _auditLicences(from, contentId);
        _auditLicences(to, contentId);
    }

    function takeFromOthers(uint256 seed) external inTime {
        (address thief, address victim) = (_person(seed), _person(seed + 1));
        bytes memory data = abi.encodeCall(IERC1155.safeTransferFrom, (victim, thief, 1 + seed % _contentCount, 1, ""));
        _call(thief, address(MARKET), data, IERC1155Errors.ERC1155MissingApprovalForAll.selector);
    }

    /// @dev To a contract that re-enters: it may pass on what it has and claim what it is due, once.
    function handToReenterer(uint256 seed) external inTime {
        uint256 contentId = 1 + seed % _contentCount;
        address from = _person(_mix(seed, 1));
        address reenterer = address(REENTERER);
        uint256 count = _licences[from][contentId];
        uint256 all = count + _licences[reenterer][contentId];
        VM.assume(all + _licences[_accounts[1]][contentId] <= 65_535);
        uint256[] memory splitIds = _splitsOf(reenterer, 2);
        REENTERER.prepare(splitIds);
        bytes memory data = abi.encodeCall(IERC1155.safeTransferFrom, (from, reenterer, contentId, count, ""));
        if (!_call(from, address(MARKET), data, ACCEPTED)) return;
        _licences[from][contentId] -= count;
        _licences[reenterer][contentId] = 0;
        _licences[_accounts[1]][contentId] += all;
        _auditLicences(from, contentId);
        _auditLicences(reenterer, contentId);
        _auditLicences(_accounts[1], contentId);
        bool due = _settle(reenterer, splitIds) != 0;
        if (!REENTERER.passedOn() || REENTERER.passedOnTooMuch()) _break("licences are passed on once", 2, 1);
        if (REENTERER.claimedOnce() != due || REENTERER.claimedTwice()) _break("dues are paid once", 2, 1);
        for (uint256 i = 0; i < splitIds.length; ++i) _auditSplit(splitIds[i]);
        _auditAccount(reenterer);
        _auditMarket();
    }

    function _claim(address account, uint256[] memory splitIds) private {
        uint256 due = _earned[account] - _referralsPaid[account];
        for (uint256 i = 0; i < splitIds.length; ++i) {
            if (i == 0 || splitIds[i] != splitIds[0]) due += _due(account, splitIds[i]);
        }
        _equal("claimable is what a claim pays", MARKET.claimable(account, splitIds), due);
        bytes4 expected = due == 0 ? ISplits.NothingToClaim.selector : ACCEPTED;
        if (!_call(account, address(MARKET), abi.encodeCall(ISplits.claim, (splitIds)), expected)) return;
        _equal("a claim pays what is due", _settle(account, splitIds), due);
        for (uint256 i = 0; i < splitIds.length; ++i) _auditSplit(splitIds[i]);
        _auditAccount(account);
        _auditMarket();
    }

    /// @dev Up to `most` splits that the account is a payee of, the newest first.
    function _splitsOf(address account, uint256 most) private view returns (uint256[] memory splitIds) {
        splitIds = new uint256[](most);
        uint256 count;
        for (uint256 id = _splitCount; id > 0 && count < most; --id) {
            if (_bps[id][account] != 0) splitIds[count++] = id;
        }
        // Only ever shorter than it was made.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(splitIds, count)
        }
    }
}
