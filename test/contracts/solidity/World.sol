// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {AttentionMarket} from "../../../contracts/AttentionMarket.sol";
import {AttentionOracle} from "../../../contracts/AttentionOracle.sol";
import {AttentionToken} from "../../../contracts/AttentionToken.sol";
import {IQuoteGate} from "../../../contracts/interfaces/IQuoteGate.sol";
import {ContractAccount} from "../../../contracts/test/ContractAccount.sol";
import {Properties} from "./Properties.sol";
import {Reenterer} from "./Reenterer.sol";
import {VM} from "./Vm.sol";

/**
 * @dev The protocol and everybody around it. This contract administers; the accounts are six people with keys, a treasury,
 * a contract without token hooks, a contract that re-enters, and payees enough to fill a split.
 */
abstract contract World is Properties {
    uint256 internal constant PEOPLE = 6;
    uint256 internal constant ACCOUNTS = 40;
    uint256 internal constant PROTOCOL_FEE_BPS = 250;
    uint256 internal constant SIGNER_KEY = 0x5151;
    uint256 internal constant EPOCH = 1 hours;
    uint256 internal constant CHALLENGE_WINDOW = 2 hours;
    uint256 internal constant REPORT_WINDOW = 4 hours;
    uint64 private constant ORACLE_ROLE = 1;

    AttentionToken internal immutable TOKEN;
    AttentionMarket internal immutable MARKET;
    AttentionOracle internal immutable ORACLE;
    Reenterer internal immutable REENTERER;
    /// @dev Signs by the key of the first person.
    ContractAccount internal immutable WALLET;
    address internal immutable TREASURY;

    address[] internal _accounts;
    mapping(address account => uint256) internal _keys;
    /// @dev The key behind the gate's signer, be it the account itself or a contract's owner.
    uint256 internal _signerKey = SIGNER_KEY;
    uint256 internal _now = 1_800_000_000;

    constructor() {
        AccessManager manager = new AccessManager(address(this));
        for (uint256 i = 0; i < PEOPLE; ++i) _addAccount(VM.addr(i + 1), i + 1);
        TREASURY = address(0x7EA);
        TOKEN = new AttentionToken(address(this));
        MARKET = new AttentionMarket(address(manager), TOKEN, TREASURY, PROTOCOL_FEE_BPS);
        ORACLE = new AttentionOracle({
            manager: address(manager),
            market_: IQuoteGate(address(MARKET)),
            epochDuration_: EPOCH,
            challengeWindow_: CHALLENGE_WINDOW,
            reportWindow_: REPORT_WINDOW,
            initialRate: 1e16
        });
        WALLET = new ContractAccount(_accounts[0]);
        REENTERER = new Reenterer(MARKET, _accounts[1]);
        _addAccount(TREASURY, 0);
        _addAccount(address(WALLET), 0);
        _addAccount(address(REENTERER), 0);
        while (_accounts.length < ACCOUNTS) _addAccount(address(uint160(0x1000 + _accounts.length)), 0);

        manager.grantRole(ORACLE_ROLE, address(ORACLE), 0);
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = IQuoteGate.setQuoteGate.selector;
        manager.setTargetFunctionRole(address(MARKET), selectors, ORACLE_ROLE);
        VM.warp(_now);
        ORACLE.setQuoteSigner(VM.addr(SIGNER_KEY), _now + 100 days);
    }

    /// @dev Somebody who has a key, and money.
    function _person(uint256 seed) internal view returns (address) {
        return _accounts[seed % PEOPLE];
    }

    /// @dev Anybody.
    function _anyone(uint256 seed) internal view returns (address) {
        return _accounts[seed % ACCOUNTS];
    }

    function _sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _addAccount(address account, uint256 key) private {
        _accounts.push(account);
        _keys[account] = key;
    }
}
