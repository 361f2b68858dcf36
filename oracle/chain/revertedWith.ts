import { BaseError, ContractFunctionRevertedError } from "viem";

/** The name of the contract's own error that a call or transaction was refused with, or null where that wasn't why it failed. */
export function revertedWith(error: unknown): string | null {
  const reverted =
    error instanceof BaseError ? error.walk((cause) => cause instanceof ContractFunctionRevertedError) : null;
  return reverted instanceof ContractFunctionRevertedError ? (reverted.data?.errorName ?? null) : null;
}
