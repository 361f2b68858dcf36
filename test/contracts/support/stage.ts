import { type BaseContract, type Interface, SigningKey, TypedDataEncoder, Wallet, ZeroAddress } from "ethers";
import { type Purchase, purchaseData, supportData } from "../../../contracts/payment.ts";
import { quoteTypes } from "../../../contracts/quote.ts";
import type { Act } from "./histories.ts";
import { Ledger } from "./ledger.ts";
import { type Deployed, deployProtocol, HEED, type TestQuote } from "./protocol.ts";

interface Step {
  account: string;
  target: string;
  data: string;
}

/** Something that the market and the ledger both say. */
interface Comparison {
  what: string;
  read: Step;
  decode: (answer: string) => bigint;
  expected: bigint;
}

const ACTORS = 6;
const DAY = 86_400;

/** Where histories are played on the market and on a plain ledger, each from the same start. */
export type Stage = Awaited<ReturnType<typeof openStage>>;

/**
 * Deploys the protocol, six accounts with HEED, and contracts/test/Stage.sol, which plays a whole history in one `eth_call`.
 *
 * @returns `play`, which throws an Error naming the first difference, and `close`.
 */
export async function openStage() {
  const protocol = await deployProtocol();
  const { ethers, market, token, oracle, deployer, creator, partner, domain, connection } = protocol;
  const now = await protocol.networkHelpers.time.latest();
  const signer = new SigningKey(Wallet.createRandom().privateKey);
  await oracle.setQuoteSigner(ethers.computeAddress(signer), now + 100 * DAY);
  const stage = (await ethers.deployContract("Stage")) as unknown as Deployed;
  const [marketAddress, tokenAddress] = [String(market.target), String(token.target)];
  const marketAbi: Interface = market.interface;
  const tokenAbi: Interface = token.interface;
  const accounts: string[] = [];
  for (let i = 0; i < ACTORS; i++) {
    const account = (await ethers.deployContract("ContractAccount", [deployer.address])) as BaseContract;
    await token.transfer(account.target, 10_000n * HEED);
    const approve = tokenAbi.encodeFunctionData("approve", [marketAddress, 2n ** 256n - 1n]);
    await account.getFunction("execute")(token.target, approve);
    accounts.push(String(account.target));
  }

  const people = [creator.address, partner.address];

  /** The ledger of what is deployed here. */
  const openLedger = () => {
    const ledger = new Ledger(marketAddress);
    for (const account of accounts) ledger.heed.set(account, 10_000n * HEED);
    const { address } = deployer;
    ledger.createSplit(new Map([[address, 250n], [creator.address, 6_750n], [partner.address, 3_000n]])); // biome-ignore format: one line
    ledger.publish(creator.address, 1n, 1_000n * HEED, 1);
    return ledger;
  };

  const onMarket = (account: string, name: string, args: unknown[]): Step => ({
    account,
    target: marketAddress,
    data: marketAbi.encodeFunctionData(name, args),
  });
  const byTransfer = (account: string, value: bigint, data: string): Step => ({
    account,
    target: tokenAddress,
    data: tokenAbi.encodeFunctionData("transferAndCall(address,uint256,bytes)", [marketAddress, value, data]),
  });
  const at = (index: number) => accounts[index % ACTORS]!;

  /** An act as the market sees it, and whether the ledger accepts it. */
  const perform = (act: Act, ledger: Ledger): { step: Step; accepted: boolean } => {
    const account = at(act.account);
    const contentId = "content" in act ? 1 + (act.content % ledger.contents.length) : 0;
    switch (act.do) {
      case "createSplit": {
        const bps = splitOf(deployer.address, act.weights.map((weight, i) => [accounts[i]!, BigInt(weight)])); // biome-ignore format: one line
        ledger.createSplit(bps);
        return { step: onMarket(account, "createSplit", [[...bps.keys()], [...bps.values()]]), accepted: true };
      }
      case "publish": {
        const ceiling = act.floor + act.range;
        const splitId = 1 + (act.split % ledger.splits.length);
        if (act.floor > 0n) ledger.publish(account, act.floor, ceiling, splitId);
        const args = ["heed://work", ethers.id("work"), act.floor, ceiling, splitId];
        return { step: onMarket(account, "publish", args), accepted: act.floor > 0n };
      }
      case "setPriceBounds": {
        const [floor, ceiling] = [act.floor, act.floor + act.range];
        const step = onMarket(account, "setPriceBounds", [contentId, floor, ceiling]);
        return { step, accepted: ledger.setPriceBounds(account, contentId, floor, ceiling) };
      }
      case "setReferral": {
        const step = onMarket(account, "setReferral", [contentId, act.bps]);
        return { step, accepted: ledger.setReferral(account, contentId, act.bps) };
      }
      case "unlist":
        return { step: onMarket(account, "unlist", [contentId]), accepted: ledger.unlist(account, contentId) };
      case "buy":
      case "buyByTransfer": {
        const { floor, ceiling } = ledger.contents[contentId - 1]!;
        const way = ((ceiling - floor) * act.price) / 100n;
        const unitPrice = act.price < 0n ? floor - 1n : act.price > 100n ? ceiling + 1n : floor + way;
        const referrer = act.referrer < ACTORS ? at(act.referrer) : null;
        const purchase = { buyer: account, recipient: at(act.recipient), contentId, referrer, unitPrice };
        const quote: TestQuote = {
          ...purchase,
          contentId: BigInt(contentId),
          referrer: referrer ?? ZeroAddress,
          maxQuantity: 65_535n,
          expiresAt: BigInt(now + DAY),
          counter: 0n,
        };
        const digest = TypedDataEncoder.hash(domain, { Quote: [...quoteTypes.Quote] }, quote);
        const signature = signer.sign(digest).serialized;
        const step =
          act.do === "buy"
            ? onMarket(account, "buy", [quote, act.quantity, signature])
            : byTransfer(
                account,
                unitPrice * act.quantity,
                purchaseData({ quote, quantity: act.quantity, signature } as Purchase),
              );
        return { step, accepted: ledger.buy({ ...purchase, quantity: act.quantity }) };
      }
      case "support":
      case "supportByTransfer": {
        const step =
          act.do === "support"
            ? onMarket(account, "support", [contentId, act.amount])
            : byTransfer(account, act.amount, supportData(BigInt(contentId)));
        return { step, accepted: ledger.support(account, contentId, act.amount) };
      }
      case "sendByMistake": {
        const data = tokenAbi.encodeFunctionData("transfer", [marketAddress, act.amount]);
        const step = { account, target: tokenAddress, data };
        return { step, accepted: ledger.sendByMistake(account, act.amount) };
      }
      case "handOn": {
        // To a person; or to an account without the receiver's hook, which can buy, but not be sent anything.
        const to = act.to < 10 ? people[act.to % people.length]! : at(act.to);
        const step = onMarket(account, "safeTransferFrom", [account, to, contentId, act.count, "0x"]);
        return { step, accepted: act.to < 10 && ledger.handOn(account, to, contentId, act.count) };
      }
      case "claim": {
        const splitIds = act.splits.map((split) => 1 + (split % ledger.splits.length));
        return { step: onMarket(account, "claim", [splitIds]), accepted: ledger.claim(account, splitIds) };
      }
    }
  };

  /** Everything that can be compared: HEED, licences, dues, claims, referrals, revenue. */
  const comparisons = (ledger: Ledger): Comparison[] => {
    const compare = (what: string, expected: bigint, abi: Interface, name: string, args: unknown[], field = 0) => ({
      what,
      expected,
      read: {
        account: ZeroAddress,
        target: abi === tokenAbi ? tokenAddress : marketAddress,
        data: abi.encodeFunctionData(name, args),
      },
      decode: (answer: string) => abi.decodeFunctionResult(name, answer)[field] as bigint,
    });
    const all: Comparison[] = [...ledger.heed].map(([account, heed]) =>
      compare(`HEED of ${account}`, heed, tokenAbi, "balanceOf", [account]),
    );
    ledger.splits.forEach(({ revenue, bps, claimed }, i) => {
      const id = i + 1;
      all.push(compare(`revenue of split ${id}`, revenue, marketAbi, "revenue", [id]));
      for (const payee of bps.keys()) {
        const due = ledger.due(payee, id) + ledger.referralsDue(payee);
        all.push(compare(`due of ${payee} in split ${id}`, due, marketAbi, "claimable", [payee, [id]]));
        const paid = claimed.get(payee) ?? 0n;
        all.push(compare(`claimed by ${payee} in split ${id}`, paid, marketAbi, "claimed", [payee, id]));
      }
    });
    for (const account of [...accounts, ...people]) {
      const own = ledger.splits.flatMap(({ bps }, i) => (bps.has(account) ? [i + 1] : []));
      const due = own.reduce((sum, id) => sum + ledger.due(account, id), ledger.referralsDue(account));
      // Twice: a repeated id counts once.
      all.push(compare(`all dues of ${account}`, due, marketAbi, "claimable", [account, [...own, ...own]]));
      const [earned, paid] = [ledger.earned.get(account) ?? 0n, ledger.paid.get(account) ?? 0n];
      all.push(compare(`referrals earned by ${account}`, earned, marketAbi, "referralsOf", [account], 0));
      all.push(compare(`referrals paid to ${account}`, paid, marketAbi, "referralsOf", [account], 1));
      ledger.contents.forEach((_, i) => {
        const held = ledger.licencesOf(account, i + 1);
        all.push(compare(`licences of ${account} for ${i + 1}`, held, marketAbi, "balanceOf", [account, i + 1]));
      });
    }
    return all;
  };

  /** Plays a history on both. Returns how many acts were accepted and how many balances were compared. */
  const play = async (history: readonly Act[]): Promise<{ accepted: number; compared: number }> => {
    const ledger = openLedger();
    const acts = history.map((act) => perform(act, ledger));
    const compared = comparisons(ledger);
    const steps = [...acts.map(({ step }) => step), ...compared.map(({ read }) => read)];
    const data = stage.interface.encodeFunctionData("play", [steps]);
    const answer: string = await connection.provider.request({
      method: "eth_call",
      params: [{ from: deployer.address, to: String(stage.target), data, gas: "0x1000000" }, "latest"],
    });
    const [outcomes] = stage.interface.decodeFunctionResult("play", answer) as unknown as [[boolean, string][]];
    acts.forEach(({ accepted }, i) => {
      const [found, reason] = outcomes[i]!;
      if (found !== accepted) {
        const error = found
          ? ""
          : ` (${marketAbi.parseError(reason)?.name ?? tokenAbi.parseError(reason)?.name ?? reason})`;
        throw new Error(
          `act ${i}, ${JSON.stringify(history[i], digits)}: the market ${found ? "accepts" : "refuses"} it${error}, the ledger doesn't`,
        );
      }
    });
    compared.forEach(({ what, decode, expected }, i) => {
      const found = decode(outcomes[acts.length + i]![1]);
      if (found !== expected) throw new Error(`${what}: the market says ${found}, the ledger ${expected}`);
    });
    return { accepted: acts.filter(({ accepted }) => accepted).length, compared: compared.length };
  };
  return { play, close: () => connection.close() };
}

/** The treasury's share takes what the weights leave, 250 at least. */
function splitOf(treasury: string, weights: [account: string, weight: bigint][]): Map<string, bigint> {
  const sum = weights.reduce((total, [, weight]) => total + weight, 0n);
  const bps = new Map<string, bigint>([[treasury, 10_000n]]);
  for (const [account, weight] of weights) {
    const share = (weight * 9_750n) / sum || 1n;
    bps.set(account, share);
    bps.set(treasury, bps.get(treasury)! - share);
  }
  return bps;
}

function digits(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
