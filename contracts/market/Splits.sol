// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ISplits} from "../interfaces/ISplits.sol";
import {Shares} from "../libraries/Shares.sol";

/**
 * @title Lazy splits
 * @notice A payment adds to one total; a claim works out one payee's part of it. See ISplits.
 * @dev A payee's due is `revenue × bps / 10,000 - claimed`. Parts round down, so the dues of a split never exceed its revenue.
 */
abstract contract Splits is ISplits {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    // ——— Constants and immutables ———

    uint256 internal constant MAX_PAYEES = 32;

    /// @dev What everything is paid in.
    IERC20 internal immutable TOKEN;

    address internal immutable TREASURY;
    uint256 internal immutable PROTOCOL_FEE_BPS;

    // ——— Storage ———

    /// @dev One slot, as is the next.
    struct Payee {
        address account;
        uint16 bps;
    }

    /// @dev `claimed` never falls, and never exceeds the payee's part of the revenue.
    struct Share {
        uint16 bps;
        uint240 claimed;
    }

    uint256 private _splitCount;
    mapping(uint256 splitId => uint256) private _revenue;
    mapping(uint256 splitId => Payee[]) private _payees;
    mapping(uint256 splitId => mapping(address account => Share)) private _shares;
    /// @dev A total rather than a balance, so that the slot of a referrer in business is never empty.
    mapping(address account => uint256) private _referralsEarned;
    mapping(address account => uint256) private _referralsPaid;

    // ——— Constructor ———

    /**
     * @notice Fixes what every split is paid in, and the protocol's share.
     * @param token_ HEED.
     * @param treasury_ Holds the protocol's share of every split; neither zero nor the token.
     * @param protocolFeeBps_ The least such share, in ten-thousandths.
     */
    constructor(IERC20 token_, address treasury_, uint256 protocolFeeBps_) {
        if (treasury_ == address(0) || treasury_ == address(token_)) revert InvalidPayee(treasury_);
        if (protocolFeeBps_ > Shares.WHOLE) revert InvalidSplitTotal(protocolFeeBps_);
        TOKEN = token_;
        TREASURY = treasury_;
        PROTOCOL_FEE_BPS = protocolFeeBps_;
    }

    // ——— External ———

    /// @inheritdoc ISplits
    function createSplit(address[] calldata payees, uint16[] calldata bps) external returns (uint256 splitId) {
        if (payees.length != bps.length) revert InvalidSplitLength(payees.length, bps.length);
        if (payees.length == 0 || payees.length > MAX_PAYEES) revert InvalidPayeeCount(payees.length);
        splitId = ++_splitCount;
        mapping(address account => Share) storage ofSplit = _shares[splitId];
        uint256 total;
        for (uint256 i = 0; i < payees.length; ++i) {
            address payee = payees[i];
            if (payee == address(0) || payee == address(this) || payee == address(TOKEN)) revert InvalidPayee(payee);
            if (bps[i] == 0) revert InvalidShare(payee, 0);
            if (ofSplit[payee].bps != 0) revert DuplicatePayee(payee);
            ofSplit[payee].bps = bps[i];
            _payees[splitId].push(Payee({account: payee, bps: bps[i]}));
            total += bps[i];
        }
        if (total != Shares.WHOLE) revert InvalidSplitTotal(total);
        uint256 fee = ofSplit[TREASURY].bps;
        if (fee < PROTOCOL_FEE_BPS) revert InsufficientProtocolShare(fee, PROTOCOL_FEE_BPS);
        emit SplitCreated(splitId, payees, bps);
    }

    /// @inheritdoc ISplits
    function claim(uint256[] calldata splitIds) external returns (uint256 amount) {
        uint256 earned = _referralsEarned[msg.sender];
        if (earned != 0) {
            amount = earned - _referralsPaid[msg.sender];
            if (amount != 0) _referralsPaid[msg.sender] = earned;
        }
        for (uint256 i = 0; i < splitIds.length; ++i) {
            (Share storage share, uint256 part) = _partOf(msg.sender, splitIds[i]);
            amount += part - share.claimed;
            share.claimed = part.toUint240();
        }
        if (amount == 0) revert NothingToClaim(msg.sender);
        emit Claimed(msg.sender, splitIds, amount);
        TOKEN.safeTransfer(msg.sender, amount);
    }

    // ——— Views ———

    /// @inheritdoc ISplits
    function claimable(address account, uint256[] calldata splitIds) external view returns (uint256 amount) {
        amount = _referralsEarned[account] - _referralsPaid[account];
        for (uint256 i = 0; i < splitIds.length; ++i) {
            (Share storage share, uint256 part) = _partOf(account, splitIds[i]);
            if (!_isRepeated(splitIds, i)) amount += part - share.claimed;
        }
    }

    /// @inheritdoc ISplits
    function shares(uint256 splitId) external view returns (address[] memory payees, uint16[] memory bps) {
        _requireSplit(splitId);
        Payee[] storage list = _payees[splitId];
        payees = new address[](list.length);
        bps = new uint16[](list.length);
        for (uint256 i = 0; i < list.length; ++i) {
            (payees[i], bps[i]) = (list[i].account, list[i].bps);
        }
    }

    /// @inheritdoc ISplits
    function revenue(uint256 splitId) external view returns (uint256) {
        _requireSplit(splitId);
        return _revenue[splitId];
    }

    /// @inheritdoc ISplits
    function claimed(address account, uint256 splitId) external view returns (uint256) {
        (Share storage share,) = _partOf(account, splitId);
        return share.claimed;
    }

    /// @inheritdoc ISplits
    function referralsOf(address account) external view returns (uint256 earned, uint256 paid) {
        return (_referralsEarned[account], _referralsPaid[account]);
    }

    /// @inheritdoc ISplits
    function splitCount() external view returns (uint256) {
        return _splitCount;
    }

    // ——— Internal ———

    /// @dev Adds a payment to what a split's payees share.
    function _creditSplit(uint256 splitId, uint256 amount) internal {
        unchecked {
            // Each payment is at most the token's supply, below 2^96: no number of them reaches 2^256.
            _revenue[splitId] += amount;
        }
    }

    /// @dev Adds a referrer's part of a payment to what it can claim.
    function _creditReferrer(address referrer, uint256 amount) internal {
        unchecked {
            // As above.
            _referralsEarned[referrer] += amount;
        }
    }

    /// @dev Reverts unless there is such a split.
    function _requireSplit(uint256 splitId) internal view {
        if (splitId == 0 || splitId > _splitCount) revert UnknownSplit(splitId);
    }

    // ——— Private ———

    /// @dev An account's share of a split, and the part of its whole revenue that the share stands for.
    function _partOf(address account, uint256 splitId) private view returns (Share storage share, uint256 part) {
        share = _shares[splitId][account];
        uint256 bps = share.bps;
        if (bps == 0) revert NotPayee(account, splitId);
        part = Shares.partOf(_revenue[splitId], bps);
    }

    /// @dev Whether an id stands earlier in the list, where it was paid already.
    function _isRepeated(uint256[] calldata splitIds, uint256 position) private pure returns (bool) {
        for (uint256 i = 0; i < position; ++i) {
            if (splitIds[i] == splitIds[position]) return true;
        }
        return false;
    }
}
