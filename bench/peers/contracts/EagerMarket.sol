// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";

/**
 * @title A market for signed prices, written the usual way with OpenZeppelin's parts
 * @notice What Heed's market is measured beside: a purchase credits each payee there and then, licences are ERC-1155 balances,
 * and each quote is used once, by the buyer's nonce.
 */
contract EagerMarket is ERC1155, AccessControl, EIP712, Nonces, Pausable, ReentrancyGuard {
    using SafeERC20 for IERC20;

    struct Quote {
        address buyer;
        uint256 contentId;
        uint256 price;
        address referrer;
        uint256 nonce;
        uint256 expiresAt;
    }

    struct Payee {
        address account;
        uint256 bps;
    }

    bytes32 public constant SIGNER_ROLE = keccak256("SIGNER_ROLE");
    bytes32 private constant QUOTE_TYPEHASH = keccak256(
        "Quote(address buyer,uint256 contentId,uint256 price,address referrer,uint256 nonce,uint256 expiresAt)"
    );
    uint256 private constant REFERRER_BPS = 500;

    IERC20 public immutable TOKEN;

    mapping(uint256 contentId => Payee[]) private _payees;
    mapping(address account => uint256) public credits;

    event Purchased(address indexed buyer, uint256 indexed contentId, address indexed referrer, uint256 price);
    event Credited(address indexed account, uint256 indexed contentId, uint256 amount);
    event Withdrawn(address indexed account, uint256 amount);

    error ExpiredQuote(uint256 expiresAt);
    error NotBuyer(address account);
    error NothingToWithdraw();
    error UnknownContent(uint256 contentId);

    constructor(IERC20 token, address signer) ERC1155("") EIP712("EagerMarket", "1") {
        TOKEN = token;
        _grantRole(DEFAULT_ADMIN_ROLE, msg.sender);
        _grantRole(SIGNER_ROLE, signer);
    }

    function publish(uint256 contentId, Payee[] calldata payees) external {
        for (uint256 i = 0; i < payees.length; ++i) _payees[contentId].push(payees[i]);
    }

    function buy(Quote calldata quote, bytes calldata signature) external whenNotPaused nonReentrant {
        if (quote.buyer != msg.sender) revert NotBuyer(msg.sender);
        if (block.timestamp > quote.expiresAt) revert ExpiredQuote(quote.expiresAt);
        _useCheckedNonce(quote.buyer, quote.nonce);
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(QUOTE_TYPEHASH, quote)));
        _checkRole(SIGNER_ROLE, ECDSA.recover(digest, signature));

        uint256 rest = quote.price;
        if (quote.referrer != address(0)) {
            uint256 part = (quote.price * REFERRER_BPS) / 10_000;
            _credit(quote.referrer, quote.contentId, part);
            rest -= part;
        }
        Payee[] storage payees = _payees[quote.contentId];
        uint256 count = payees.length;
        if (count == 0) revert UnknownContent(quote.contentId);
        for (uint256 i = 0; i < count; ++i) {
            Payee storage payee = payees[i];
            _credit(payee.account, quote.contentId, (rest * payee.bps) / 10_000);
        }
        emit Purchased(msg.sender, quote.contentId, quote.referrer, quote.price);

        TOKEN.safeTransferFrom(msg.sender, address(this), quote.price);
        _mint(msg.sender, quote.contentId, 1, "");
    }

    function withdraw() external nonReentrant {
        uint256 amount = credits[msg.sender];
        if (amount == 0) revert NothingToWithdraw();
        credits[msg.sender] = 0;
        emit Withdrawn(msg.sender, amount);
        TOKEN.safeTransfer(msg.sender, amount);
    }

    function supportsInterface(bytes4 interfaceId) public view override(ERC1155, AccessControl) returns (bool) {
        return super.supportsInterface(interfaceId);
    }

    function _credit(address account, uint256 contentId, uint256 amount) private {
        credits[account] += amount;
        emit Credited(account, contentId, amount);
    }
}
