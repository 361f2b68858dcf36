import {
  BaseError,
  ContractFunctionExecutionError,
  ContractFunctionRevertedError,
  HttpRequestError,
  InsufficientFundsError,
  TimeoutError,
  TransactionExecutionError,
  TransactionReceiptNotFoundError,
  UserRejectedRequestError,
  WaitForTransactionReceiptTimeoutError,
} from "viem";
import { ConnectorChainMismatchError, ProviderNotFoundError } from "wagmi";
import { OracleError } from "../oracle/OracleError.ts";

export type FailureCode =
  | "no-wallet"
  | "wrong-network"
  | "rejected"
  | "too-little-heed"
  | "too-little-eth"
  | "quote-expired"
  | "quote-not-valid"
  | "answer-differs"
  | "price-moved"
  | "price-out-of-bounds"
  | "paused"
  | "unlisted"
  | "nothing-to-claim"
  | "payouts-moved"
  | "reverted"
  | "network-unreachable"
  | "lost"
  | "unknown";

/** Why a transaction failed: a code that the dictionaries put in words, and what the sentence needs to know. */
export type Failure =
  | { code: FailureCode; detail?: string; refusal?: undefined }
  /** The oracle's doing: its own code says why. */
  | { code: "refused"; refusal: OracleError };

/** Thrown by our own checks before a wallet opens. */
export class TransactionFailure extends Error {
  override name = "TransactionFailure";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** Custom errors of the contracts, and of OpenZeppelin's parts in them, by name. */
const REVERTS: Record<string, FailureCode> = {
  ERC20InsufficientBalance: "too-little-heed",
  SalesArePaused: "paused",
  QuoteExpired: "quote-expired",
  QuoteCancelled: "quote-expired",
  InvalidQuoteSignature: "quote-not-valid",
  QuoteSignerExpired: "quote-not-valid",
  WrongBuyer: "quote-not-valid",
  WrongPayment: "price-moved",
  PriceOutOfBounds: "price-out-of-bounds",
  ContentNotListed: "unlisted",
  UnknownContent: "unlisted",
  NothingToClaim: "nothing-to-claim",
  InvalidPayoutProof: "payouts-moved",
};

function isRejection(error: BaseError): boolean {
  return (
    error.walk((cause) => cause instanceof UserRejectedRequestError || (cause as { code?: unknown }).code === 4001) !==
    null
  );
}

/** A call of the contract that neither reverted nor came back with words of the chain's: something between us and it failed. */
function isUnansweredRead(error: BaseError): boolean {
  const call = error.walk((cause) => cause instanceof ContractFunctionExecutionError);
  if (call === null || error.walk((cause) => cause instanceof TransactionExecutionError) !== null) return false;
  const cause = (call as ContractFunctionExecutionError).cause as { shortMessage?: string } | undefined;
  return !cause?.shortMessage || error.walk() instanceof TypeError;
}

/** Puts any error of viem, wagmi or ours into one Failure. */
export function failureOf(error: unknown): Failure {
  if (error instanceof TransactionFailure) return error.failure;
  if (error instanceof OracleError) return { code: "refused", refusal: error };
  if (error instanceof ProviderNotFoundError) return { code: "no-wallet" };
  if (error instanceof ConnectorChainMismatchError) return { code: "wrong-network" };
  if (!(error instanceof BaseError)) {
    const message = error instanceof Error ? error.message : String(error);
    return { code: (error as { code?: unknown })?.code === 4001 ? "rejected" : "unknown", detail: message };
  }
  if (isRejection(error)) return { code: "rejected" };
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (reverted instanceof ContractFunctionRevertedError) {
    const name = reverted.data?.errorName ?? reverted.signature ?? reverted.reason ?? "";
    return { code: REVERTS[name] ?? "reverted", detail: name };
  }
  const has = (kind: abstract new (...args: never[]) => Error) => error.walk((cause) => cause instanceof kind) !== null;
  if (has(InsufficientFundsError)) return { code: "too-little-eth" };
  if (has(WaitForTransactionReceiptTimeoutError) || has(TransactionReceiptNotFoundError)) return { code: "lost" };
  if (has(HttpRequestError) || has(TimeoutError)) return { code: "network-unreachable" };
  if (isUnansweredRead(error)) return { code: "network-unreachable" };
  return { code: "unknown", detail: error.shortMessage };
}
