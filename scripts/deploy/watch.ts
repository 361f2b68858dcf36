import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import { progressOf } from "./journal.ts";

/** How long a public chain may make no block before one wonders, milliseconds. */
const PATIENCE_MS = 60_000;

/**
 * Says how far a deployment is and what it waits for, whenever that changes, until it is stopped; and, where no new block comes,
 * what to do about a node that makes none by itself. One on this machine is likely to be such a one, and is not waited for.
 *
 * @param folder The folder of Ignition's journal.
 * @returns What stops it.
 */
export function watch(
  folder: string,
  { provider }: HardhatEthers,
  { confirmations, loopback }: { confirmations: number; loopback: boolean },
  say: (line: string) => void,
): () => void {
  let [said, height, since, hinted, stopped] = [counted(folder), -1, 0, false, false];
  const tell = (line: string) => {
    if (line !== said) say(`  ${line}`);
    said = line;
  };
  const look = async (): Promise<void> => {
    const { confirmed, pending } = progressOf(folder);
    if (!pending) return tell(counted(folder));
    const [latest, receipt] = await Promise.all([
      provider.getBlockNumber(),
      provider.getTransactionReceipt(pending.hash),
    ]);
    if (stopped) return;
    if (latest !== height) [height, since] = [latest, Date.now()];
    const next = receipt ? latest - receipt.blockNumber + 2 : 1;
    if (next > confirmations) return;
    tell(
      `${confirmed} transactions confirmed, waiting for confirmation ${next} of ${confirmations} of ${pending.future}`,
    );
    if (hinted || !receipt || Date.now() - since < (loopback ? 0 : PATIENCE_MS)) return;
    hinted = true;
    say(hint(confirmations, loopback));
  };
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    // What the node can't say now it may say in a second; if it can't be reached at all, the deployment itself says so.
    void look()
      .catch(() => {})
      .finally(() => {
        busy = false;
      });
  }, 1000);
  return () => {
    stopped = true;
    clearInterval(timer);
    tell(counted(folder));
  };
}

const counted = (folder: string) => `${progressOf(folder).confirmed} transactions confirmed`;

function hint(confirmations: number, loopback: boolean): string {
  const found = loopback ? "The node is on this machine" : `No new block has come for ${PATIENCE_MS / 1000} s`;
  return (
    `  ${found}: if it makes a block for a transaction only, like anvil, confirmation ${confirmations} never comes. ` +
    "Stop this then (Ctrl-C), and run it again with --confirmations 1: it goes on."
  );
}
