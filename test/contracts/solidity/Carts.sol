// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {IAttentionMarket} from "../../../contracts/interfaces/IAttentionMarket.sol";
import {IQuoteGate} from "../../../contracts/interfaces/IQuoteGate.sol";
import {Purchases} from "./Purchases.sol";
import {VM} from "./Vm.sol";

/// @dev Several purchases at once, and purchases that somebody else sends.
abstract contract Carts is Purchases {
    bytes32 private constant AUTHORIZATION_TYPEHASH = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );

    bytes private _usedAuthorization;
    mapping(bytes32 nonce => bool) private _usedNonces;

    /// @dev By allowance or by transfer; one bad item in sixteen carts spoils all of it.
    function buyCart(uint256 seed) external inTime {
        address buyer = _person(seed);
        IAttentionMarket.Purchase[] memory cart = new IAttentionMarket.Purchase[](seed % 5);
        uint256 bad = seed % 16 == 15 ? (seed >> 8) % (cart.length + 1) : type(uint256).max;
        uint256 total;
        for (uint256 i = 0; i < cart.length; ++i) {
            (cart[i].quote, cart[i].quantity) = _quote(_mix(seed, i), buyer);
            cart[i].signature = _sign(i == bad ? 0xBAD : _signerKey, MARKET.quoteDigest(cart[i].quote));
            total += cart[i].quote.unitPrice * cart[i].quantity;
        }
        VM.assume(total <= _heed[buyer]);
        bool byTransfer = _mix(seed, 99) % 2 == 0;
        uint256 paid = byTransfer && seed % 16 == 14 ? total + 1 : total;
        bytes4 expected = cart.length == 0 ? IAttentionMarket.EmptyCart.selector : ACCEPTED;
        uint256 allowance = TOKEN.allowance(buyer, address(MARKET));
        for (uint256 i = 0; i < cart.length && expected == ACCEPTED; ++i) {
            expected = _verdict(cart[i].quote, cart[i].quantity, buyer, i == bad ? 0 : _signerKey);
            // A refusal reverts all of this.
            if (expected == ACCEPTED) _enter(cart[i].quote, cart[i].quantity);
        }
        if (expected == ACCEPTED && paid != total) expected = IAttentionMarket.WrongPayment.selector;
        if (expected == ACCEPTED && !byTransfer && allowance < total) {
            expected = IERC20Errors.ERC20InsufficientAllowance.selector;
        }
        bytes memory data = byTransfer
            ? _transferAndCall(paid, abi.encodePacked(uint8(3), abi.encode(cart)))
            : abi.encodeCall(IAttentionMarket.buyMany, (cart));
        if (!_call(buyer, byTransfer ? address(TOKEN) : address(MARKET), data, expected)) return;
        for (uint256 i = 0; i < cart.length; ++i) _auditPurchase(cart[i].quote);
    }

    /// @dev Anybody sends it; the buyer has signed, for this purchase and no other.
    function buyWithAuthorization(uint256 seed) external inTime {
        address buyer = _person(seed);
        (IQuoteGate.Quote memory quote, uint256 quantity) = _quote(seed, buyer);
        bytes memory data = _authorized(quote, quantity, quantity, _keys[buyer], _now + 1);
        bytes4 expected = _verdict(quote, quantity, buyer, _signerKey);
        bytes32 nonce = keccak256(abi.encode(MARKET.quoteDigest(quote), quantity));
        // The runner repeats seeds, and a seed makes the same quote again while nothing else has changed.
        if (expected == ACCEPTED && _usedNonces[nonce]) expected = ERC3009.ERC3009UsedAuthorization.selector;
        if (!_call(_anyone(seed >> 8), address(MARKET), data, expected)) return;
        _usedNonces[nonce] = true;
        _usedAuthorization = data;
        _past.push(Past(quote, quantity, _signerKey, _sign(_signerKey, MARKET.quoteDigest(quote))));
        _book(quote, quantity);
    }

    /// @dev Another's signature, another quantity's, too late, or used already: whatever it is, it is refused.
    function misuseAuthorization(uint256 seed) external inTime {
        address buyer = _person(seed);
        (IQuoteGate.Quote memory quote, uint256 quantity) = _quote(seed, buyer);
        bytes4 expected = _verdict(quote, quantity, buyer, _signerKey);
        uint256 kind = (seed >> 8) % 4;
        bytes4 own = kind == 2
            ? ERC3009.ERC3009InvalidAuthorizationTime.selector
            : ERC3009.ERC3009InvalidSignature.selector;
        bytes memory data = kind == 0
            ? _authorized(quote, quantity, quantity, _keys[_person(seed + 1)], _now + 60)
            : _authorized(quote, quantity, kind == 1 ? quantity + 1 : quantity, _keys[buyer], kind == 2 ? _now : _now + 60);
        if (kind == 3) {
            VM.assume(_usedAuthorization.length != 0);
            data = _usedAuthorization;
            // Why depends on whether that quote still holds.
            VM.prank(_anyone(seed >> 16));
            // solhint-disable-next-line avoid-low-level-calls
            (bool accepted, bytes memory answer) = address(MARKET).call(data);
            if (accepted) return _break("an authorisation worked twice", 2, 1);
            revert Refused(bytes4(answer));
        }
        _call(_anyone(seed >> 16), address(MARKET), data, expected == ACCEPTED ? own : expected);
    }

    function _authorized(
        IQuoteGate.Quote memory quote,
        uint256 quantity,
        uint256 authorizedQuantity,
        uint256 key,
        uint256 validBefore
    ) private view returns (bytes memory) {
        bytes32 digest = MARKET.quoteDigest(quote);
        uint256 price = quote.unitPrice * quantity;
        VM.assume(price <= _heed[quote.buyer]);
        bytes32 nonce = keccak256(abi.encode(digest, authorizedQuantity));
        bytes memory fields =
            abi.encode(AUTHORIZATION_TYPEHASH, quote.buyer, address(MARKET), price, _now - 1, validBefore, nonce);
        bytes32 authorization = keccak256(abi.encodePacked("\x19\x01", TOKEN.DOMAIN_SEPARATOR(), keccak256(fields)));
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, authorization);
        return abi.encodeCall(
            IAttentionMarket.buyWithAuthorization,
            (quote, quantity, _sign(_signerKey, digest), IAttentionMarket.Authorization(_now - 1, validBefore, v, r, s))
        );
    }
}
