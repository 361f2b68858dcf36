// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAttentionOracle} from "../../../contracts/interfaces/IAttentionOracle.sol";
import {IQuoteGate} from "../../../contracts/interfaces/IQuoteGate.sol";
import {Handler} from "./Handler.sol";
import {VM} from "./Vm.sol";

/// @dev Time, and those who keep the gate of quotes: administrator, guardian, and strangers who pretend to be either.
abstract contract Gatekeeping is Handler {
    uint256 internal _signerExpiresAt = _now + 100 days;
    uint256 internal _outgoingKey;
    uint256 internal _outgoingExpiresAt;
    uint256 internal _counter;
    bool internal _paused;

    function passTime(uint256 seed) external {
        _now += seed % 16 == 0 ? seed >> 8 & (2 ** 22 - 1) : seed % 90;
    }

    function rotateSigner(uint256 seed) external inTime {
        // The first person's key stands behind the wallet, which signs by ERC-1271.
        uint256 key = seed % 4 == 0 ? 1 : SIGNER_KEY + seed % 4;
        address signer = key == 1 ? address(WALLET) : VM.addr(key);
        uint256 expiresAt = _now + 1 + _mix(seed, 1) % 180 days;
        bytes memory data = abi.encodeCall(IAttentionOracle.setQuoteSigner, (signer, expiresAt));
        if (!_call(address(this), address(ORACLE), data, ACCEPTED)) return;
        if (key != _signerKey) {
            uint256 last = _now + 1 hours;
            (_outgoingKey, _outgoingExpiresAt) = (_signerKey, _signerExpiresAt < last ? _signerExpiresAt : last);
            _signerKey = key;
        }
        _signerExpiresAt = expiresAt;
    }

    function revokeOutgoingSigner(uint256) external inTime {
        bytes4 expected = _outgoingKey == 0 ? IAttentionOracle.UnknownQuoteSigner.selector : ACCEPTED;
        address signer = _outgoingKey == 0 ? address(0xDEAD) : _outgoingKey == 1 ? address(WALLET) : VM.addr(_outgoingKey);
        if (!_call(address(this), address(ORACLE), abi.encodeCall(IAttentionOracle.revokeQuoteSigner, (signer)), expected)) {
            return;
        }
        (_outgoingKey, _outgoingExpiresAt) = (0, 0);
    }

    function raiseCounter(uint256) external inTime {
        if (_call(address(this), address(ORACLE), abi.encodeCall(IAttentionOracle.raiseCounter, ()), ACCEPTED)) ++_counter;
    }

    /// @dev One in eight stops sales, the others let them go on.
    function pauseOrResume(uint256 seed) external inTime {
        bool pause = seed % 8 == 0;
        bytes memory data = pause ? abi.encodeCall(IQuoteGate.pauseSales, ()) : abi.encodeCall(IQuoteGate.resumeSales, ());
        if (_call(address(this), address(MARKET), data, ACCEPTED)) _paused = pause;
    }

    function usurp(uint256 seed) external inTime {
        address signer = _person(seed);
        bytes[5] memory acts = [
            abi.encodeCall(IQuoteGate.setQuoteGate, (IQuoteGate.Gate(signer, type(uint40).max, 0, signer, type(uint40).max))),
            abi.encodeCall(IQuoteGate.pauseSales, ()),
            abi.encodeCall(IQuoteGate.resumeSales, ()),
            abi.encodeCall(IAttentionOracle.setQuoteSigner, (signer, _now + 1 days)),
            abi.encodeCall(IAttentionOracle.raiseCounter, ())
        ];
        uint256 act = (seed >> 8) % 5;
        address target = act < 3 ? address(MARKET) : address(ORACLE);
        _call(signer, target, acts[act], IAccessManaged.AccessManagedUnauthorized.selector);
    }
}
