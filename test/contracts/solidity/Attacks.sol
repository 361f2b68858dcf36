// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1363Receiver} from "@openzeppelin/contracts/interfaces/IERC1363Receiver.sol";
import {IAttentionMarket} from "../../../contracts/interfaces/IAttentionMarket.sol";
import {IQuoteGate} from "../../../contracts/interfaces/IQuoteGate.sol";
import {Carts} from "./Carts.sol";
import {VM} from "./Vm.sol";

/// @dev Buyers who cheat: nothing of this may move a token, and each is told the exact reason.
abstract contract Attacks is Carts {
    uint256 private constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    /// @dev Signed, and then one field is another.
    function alterQuote(uint256 seed) external inTime {
        address buyer = _person(seed);
        (IQuoteGate.Quote memory quote, uint256 quantity) = _quote(seed, buyer);
        bytes memory signature = _sign(_signerKey, MARKET.quoteDigest(quote));
        uint256 field = (seed >> 8) % 8;
        if (field == 0) quote.buyer = _person(seed + 1);
        else if (field == 1) quote.recipient = quote.recipient == TREASURY ? buyer : TREASURY;
        else if (field == 2) quote.contentId = 1 + quote.contentId % (_contentCount + 1);
        else if (field == 3) quote.referrer = quote.referrer == TREASURY ? buyer : TREASURY;
        else if (field == 4) quote.unitPrice = quote.unitPrice == 1 ? 2 : quote.unitPrice - 1;
        else if (field == 5) quote.maxQuantity += 1;
        else if (field == 6) quote.expiresAt += 1;
        else quote.counter += 1;
        _try(quote.buyer, quote, quantity, 0, signature);
    }

    /// @dev Never signed by a key that counts; or not with all its bytes; or with the other s.
    function forgeQuote(uint256 seed) external inTime {
        address buyer = _person(seed);
        (IQuoteGate.Quote memory quote, uint256 quantity) = _quote(seed, buyer);
        bytes32 digest = MARKET.quoteDigest(quote);
        bytes memory signature = _sign(_signerKey, digest);
        uint256 kind = (seed >> 8) % 6;
        if (kind == 0) signature = _sign(_keys[_person(seed + 1)] + 0xBAD, digest);
        else if (kind == 1) signature = "";
        else if (kind == 2) signature = abi.encodePacked(signature, uint8(0));
        else if (kind == 3) signature = _compact(digest);
        else if (kind == 4) signature = _malleable(digest);
        else signature = abi.encode(seed, digest);
        _try(buyer, quote, quantity, 0, signature);
    }

    /// @dev Of a past that is over: expired, or of an older counter.
    function useStaleQuote(uint256 seed) external inTime {
        address buyer = _person(seed);
        (IQuoteGate.Quote memory quote, uint256 quantity) = _quote(seed, buyer);
        if (seed % 2 == 0 || _counter == 0) quote.expiresAt = _now - 1 - (seed >> 8) % 1_000;
        else quote.counter = _mix(seed, 4) % _counter;
        _try(buyer, quote, quantity, _signerKey, _sign(_signerKey, MARKET.quoteDigest(quote)));
    }

    /// @dev Good quotes used out of their bounds: somebody else's, too many, none, below the floor, to nobody.
    function misuseQuote(uint256 seed) external inTime {
        address buyer = _person(seed);
        (IQuoteGate.Quote memory quote, uint256 quantity) = _quote(seed, buyer);
        uint256 kind = (seed >> 8) % 6;
        address payer = buyer;
        if (kind == 0) payer = _person(seed + 1);
        else if (kind == 1) quantity = quote.maxQuantity + 1 + (seed >> 16) % 5;
        else if (kind == 2) quantity = 0;
        else if (kind == 3) quote.unitPrice = _listings[quote.contentId].ceiling + 1;
        else if (kind == 4) quote.unitPrice = _listings[quote.contentId].floor - 1;
        else quote.recipient = address(0);
        _try(payer, quote, quantity, _signerKey, _sign(_signerKey, MARKET.quoteDigest(quote)));
    }

    /// @dev HEED brought with bytes that say nothing.
    function transferWithGarbage(uint256 seed) external inTime {
        uint8 kind = uint8(seed >> 8);
        bytes memory data = abi.encodePacked(kind, seed, _mix(seed, 1));
        // Too short for every kind; a support of another length is none.
        uint256 length = 1 + seed % 19;
        if (length == 6) length = 5;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(data, length)
        }
        bytes4 expected =
            kind < 4
            ? IAttentionMarket.InvalidPaymentData.selector : IAttentionMarket.UnknownPaymentKind.selector;
        _call(_person(seed), address(TOKEN), _transferAndCall(1 + seed % 1e18, data), expected);
    }

    /// @dev Says that HEED came, without bringing any.
    function pretendTransfer(uint256 seed) external inTime {
        address buyer = _person(seed);
        (IQuoteGate.Quote memory quote, uint256 quantity) = _quote(seed, buyer);
        bytes memory purchase = _purchaseData(quote, quantity, _sign(_signerKey, MARKET.quoteDigest(quote)));
        bytes memory data = abi.encodeCall(
            IERC1363Receiver.onTransferReceived, (buyer, buyer, quote.unitPrice * quantity, purchase)
        );
        _call(buyer, address(MARKET), data, IAttentionMarket.WrongToken.selector);
    }

    /// @dev A plain transfer to the market: harmless to every ledger.
    function sendByMistake(uint256 seed) external inTime {
        uint256 amount = _mix(seed, 1) % 1e19;
        bytes memory data = abi.encodeCall(TOKEN.transfer, (address(MARKET), amount));
        if (!_call(_person(seed), address(TOKEN), data, ACCEPTED)) return;
        _heed[_person(seed)] -= amount;
        _strayed += amount;
        _auditMarket();
        _auditSplit(1 + seed % _splitCount);
    }

    /// @dev By allowance or by transfer; must be refused for the very reason foreseen.
    function _try(address payer, IQuoteGate.Quote memory quote, uint256 quantity, uint256 key, bytes memory signature)
        private
    {
        bytes4 expected = _verdict(quote, quantity, payer, key);
        if (expected == ACCEPTED) _break("an attack is foreseen to work", 0, 0);
        uint256 price = quote.unitPrice * quantity;
        // By transfer the payer is the buyer, and the price is what is paid for each licence.
        if (price % 2 == 0 && price <= _heed[payer] && payer == quote.buyer) {
            _call(payer, address(TOKEN), _transferAndCall(price, _purchaseData(quote, quantity, signature)), expected);
        } else {
            _call(payer, address(MARKET), abi.encodeCall(IAttentionMarket.buy, (quote, quantity, signature)), expected);
        }
    }

    /// @dev EIP-2098's 64 bytes, which the market doesn't take.
    function _compact(bytes32 digest) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(_signerKey, digest);
        return abi.encodePacked(r, bytes32(uint256(s) | uint256(v - 27) << 255));
    }

    function _malleable(bytes32 digest) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(_signerKey, digest);
        return abi.encodePacked(r, bytes32(CURVE_ORDER - uint256(s)), v == 27 ? uint8(28) : uint8(27));
    }
}
