// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {World} from "./World.sol";

/**
 * @dev What the market should hold, owe and have sold, kept in plain sums beside it. `_audit` compares what the last call
 * touched; `auditAll` compares everything.
 */
abstract contract Ledger is World {
    struct Listing {
        address creator;
        uint256 floor;
        uint256 ceiling;
        uint256 splitId;
        uint256 referralBps;
        bool listed;
    }

    uint256 internal _paidIn;
    uint256 internal _paidOut;
    /// @dev Sent to the market by mistake.
    uint256 internal _strayed;
    uint256 internal _splitCount;
    uint256 internal _contentCount;
    mapping(uint256 splitId => uint256) internal _revenue;
    mapping(uint256 splitId => address[]) internal _payees;
    mapping(uint256 splitId => mapping(address account => uint256)) internal _bps;
    mapping(uint256 splitId => mapping(address account => uint256)) internal _claimed;
    mapping(address account => uint256) internal _earned;
    mapping(address account => uint256) internal _referralsPaid;
    mapping(uint256 contentId => Listing) internal _listings;
    mapping(uint256 contentId => uint256) internal _sold;
    mapping(address account => mapping(uint256 contentId => uint256)) internal _licences;
    mapping(address account => uint256) internal _heed;

    mapping(uint256 splitId => mapping(address account => uint256)) private _lastDue;
    mapping(uint256 splitId => uint256) private _lastOwed;
    uint256 private _owed;

    function _pay(address payer, uint256 splitId, uint256 amount, uint256 referral, address referrer) internal {
        _heed[payer] -= amount;
        _paidIn += amount;
        _revenue[splitId] += amount - referral;
        _earned[referrer] += referral;
    }

    function _due(address account, uint256 splitId) internal view returns (uint256) {
        return _revenue[splitId] * _bps[splitId][account] / 10_000 - _claimed[splitId][account];
    }

    /// @dev The market pays `account` its dues from these splits and its referrals.
    function _settle(address account, uint256[] memory splitIds) internal returns (uint256 amount) {
        amount = _earned[account] - _referralsPaid[account];
        _referralsPaid[account] = _earned[account];
        for (uint256 i = 0; i < splitIds.length; ++i) {
            uint256 due = _due(account, splitIds[i]);
            amount += due;
            _claimed[splitIds[i]][account] += due;
            _lastDue[splitIds[i]][account] = 0;
        }
        _heed[account] += amount;
        _paidOut += amount;
    }

    function _auditSplit(uint256 splitId) internal {
        address[] storage payees = _payees[splitId];
        uint256[] memory one = new uint256[](1);
        one[0] = splitId;
        uint256 revenue = MARKET.revenue(splitId);
        _equal("revenue is what was paid in", revenue, _revenue[splitId]);
        uint256 accounted;
        uint256 owed;
        for (uint256 i = 0; i < payees.length; ++i) {
            address payee = payees[i];
            (uint256 earned, uint256 paid) = MARKET.referralsOf(payee);
            uint256 due = MARKET.claimable(payee, one) - (earned - paid);
            _equal("a due is its share of the revenue less what was claimed", due, _due(payee, splitId));
            if (due < _lastDue[splitId][payee]) _break("no due falls but by a claim", due, _lastDue[splitId][payee]);
            _lastDue[splitId][payee] = due;
            owed += due;
            accounted += due + MARKET.claimed(payee, splitId);
        }
        if (accounted > revenue) _break("dues never exceed the revenue", accounted, revenue);
        else if (revenue - accounted >= payees.length) _break("dust is below a wei a payee", revenue - accounted, 0);
        _owed = _owed + owed - _lastOwed[splitId];
        _lastOwed[splitId] = owed;
    }

    function _auditAccount(address account) internal {
        (uint256 earned, uint256 paid) = MARKET.referralsOf(account);
        _equal("referrals earned", earned, _earned[account]);
        _equal("referrals paid", paid, _referralsPaid[account]);
        _equal("an account's HEED", TOKEN.balanceOf(account), _heed[account]);
    }

    function _auditLicences(address account, uint256 contentId) internal {
        _equal("licences", MARKET.balanceOf(account, contentId), _licences[account][contentId]);
    }

    function _auditMarket() internal {
        uint256 held = TOKEN.balanceOf(address(MARKET));
        _equal("the market holds what came in less what it paid out", held, _strayed + _paidIn - _paidOut);
        if (_owed > held - _strayed) _break("the market's balance covers what it owes", held - _strayed, _owed);
    }

    /// @notice Compares everything: every split, account, content and licence.
    function auditAll() external override {
        for (uint256 id = 1; id <= _splitCount; ++id) _auditSplit(id);
        _auditMarket();
        uint256 owed = _owed;
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            _auditAccount(_accounts[i]);
            owed += _earned[_accounts[i]] - _referralsPaid[_accounts[i]];
        }
        uint256 held = TOKEN.balanceOf(address(MARKET)) - _strayed;
        if (owed > held) _break("the market's balance covers splits and referrals", held, owed);
        for (uint256 id = 1; id <= _contentCount; ++id) {
            uint256 total;
            for (uint256 i = 0; i < ACCOUNTS; ++i) {
                _auditLicences(_accounts[i], id);
                total += MARKET.balanceOf(_accounts[i], id);
            }
            _equal("every licence was paid for", total, _sold[id]);
        }
        _equal("splits", MARKET.splitCount(), _splitCount);
        _equal("contents", MARKET.contentCount(), _contentCount);
    }
}
