// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IAttentionOracle} from "./interfaces/IAttentionOracle.sol";
import {IQuoteGate} from "./interfaces/IQuoteGate.sol";
import {Reports} from "./oracle/Reports.sol";

/// @title Who may speak for the models
/// @notice See IAttentionOracle. The quote keys' rules are here; reporters and their reports are its other part.
contract AttentionOracle is IAttentionOracle, Reports {
    // ——— Constants and immutables ———

    /// @inheritdoc IAttentionOracle
    uint256 public constant MAX_SIGNER_LIFETIME = 180 days;

    /// @inheritdoc IAttentionOracle
    uint256 public constant MAX_OUTGOING_LIFETIME = 1 hours;

    IQuoteGate private immutable MARKET;

    // ——— Constructor ———

    /**
     * @notice Binds the oracle to its market, and fixes the epochs for good.
     * @param manager The access manager that says who may call what.
     * @param market_ The market whose gate this oracle keeps; the manager must let it.
     * @param epochDuration_ How long an epoch lasts, in seconds.
     * @param challengeWindow_ How long a report can be vetoed, in seconds.
     * @param reportWindow_ How long after its end an epoch can be reported, in seconds.
     * @param initialRate What the first report's rate is measured against, in HEED wei an attention-second.
     */
    constructor(
        address manager,
        IQuoteGate market_,
        uint256 epochDuration_,
        uint256 challengeWindow_,
        uint256 reportWindow_,
        uint256 initialRate
    ) AccessManaged(manager) Reports(epochDuration_, challengeWindow_, reportWindow_, initialRate) {
        MARKET = market_;
    }

    // ——— External ———

    /// @inheritdoc IAttentionOracle
    function setQuoteSigner(address signer, uint256 expiresAt) external restricted {
        if (signer == address(0) || signer == address(MARKET)) revert InvalidQuoteSigner(signer);
        uint256 latest = block.timestamp + MAX_SIGNER_LIFETIME;
        if (expiresAt <= block.timestamp || expiresAt > latest) revert InvalidSignerExpiry(expiresAt, latest);

        IQuoteGate.Gate memory gate = MARKET.quoteGate();
        if (signer != gate.signer && gate.signer != address(0)) {
            gate.outgoing = gate.signer;
            // Fits: at most what fitted.
            gate.outgoingExpiresAt = uint40(Math.min(gate.expiresAt, block.timestamp + MAX_OUTGOING_LIFETIME));
        }
        gate.signer = signer;
        // Fits: at most half a year from now.
        gate.expiresAt = uint40(expiresAt);
        MARKET.setQuoteGate(gate);
        emit QuoteSignerSet(signer, expiresAt);
    }

    /// @inheritdoc IAttentionOracle
    function revokeQuoteSigner(address signer) external restricted {
        IQuoteGate.Gate memory gate = MARKET.quoteGate();
        (bool current, bool outgoing) = (signer == gate.signer, signer == gate.outgoing);
        if (signer == address(0) || !(current || outgoing)) revert UnknownQuoteSigner(signer);
        if (current) (gate.signer, gate.expiresAt) = (address(0), 0);
        if (outgoing) (gate.outgoing, gate.outgoingExpiresAt) = (address(0), 0);
        MARKET.setQuoteGate(gate);
        emit QuoteSignerRevoked(signer);
    }

    /// @inheritdoc IAttentionOracle
    function raiseCounter() external restricted returns (uint256 raised) {
        IQuoteGate.Gate memory gate = MARKET.quoteGate();
        // It would take 2^40 calls to overflow, which would revert.
        raised = ++gate.counter;
        MARKET.setQuoteGate(gate);
        emit CounterRaised(raised);
    }

    // ——— Views ———

    /// @inheritdoc IAttentionOracle
    function quoteSignerExpiry(address signer) external view returns (uint256) {
        IQuoteGate.Gate memory gate = MARKET.quoteGate();
        if (signer == address(0)) return 0;
        if (signer == gate.signer) return gate.expiresAt;
        return signer == gate.outgoing ? gate.outgoingExpiresAt : 0;
    }

    /// @inheritdoc IAttentionOracle
    function counter() external view returns (uint256) {
        return MARKET.quoteGate().counter;
    }

    /// @inheritdoc IAttentionOracle
    function market() external view returns (IQuoteGate) {
        return MARKET;
    }
}
