import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { AddressLike, BaseContract, ContractRunner, TransactionResponse } from "ethers";
import { ZeroAddress } from "ethers";
import hre from "hardhat";
import { type Purchase, purchaseData } from "../../../contracts/payment.ts";
import { quoteDomain, quoteTypes } from "../../../contracts/quote.ts";
import { heed } from "../../../ignition/modules/Heed.ts";

export const DAY = 86_400;
export const HEED = 10n ** 18n;
/** 43.210987 expected attention-seconds at 0.01 HEED, a price like any other. */
export const PRICE = 432_109_870_000_000_000n;

/** A quote as ethers signs and encodes it: the fields of `contracts/quote.ts`, addresses as plain strings. */
export interface TestQuote {
  buyer: string;
  recipient: string;
  contentId: bigint;
  unitPrice: bigint;
  maxQuantity: bigint;
  referrer: string;
  expiresAt: bigint;
  counter: bigint;
}

/** A contract whose methods ethers finds in its ABI. */
export interface Deployed extends Omit<BaseContract, "connect"> {
  connect(runner: ContractRunner): Deployed;
  // biome-ignore lint/suspicious/noExplicitAny: ethers makes these methods at run time
  [method: string]: any;
}

export type Protocol = Awaited<ReturnType<typeof deployProtocol>>;

/** A fresh chain on osaka rules with the protocol on it, its people funded, one split (the treasury and two) and content 1. */
export async function deployProtocol() {
  const connection = await hre.network.create();
  const { ethers, ignition, networkHelpers } = connection;
  const [deployer, signer, creator, partner, buyer, other, referrer, owner, ...rest] =
    (await ethers.getSigners()) as unknown as People;
  const reporters = rest.slice(0, 5);
  const now = await networkHelpers.time.latest();
  const contracts = (await ignition.deploy(heed, {
    parameters: {
      Heed: {
        quoteSigner: signer.address,
        signerExpiresAt: now + 179 * DAY,
        reporters: reporters.map(({ address }) => address),
        quorum: 3,
      },
    },
  })) as unknown as Record<"token" | "market" | "oracle" | "rewards" | "accessManager", Deployed>;
  const { token, market, oracle } = contracts;
  for (const person of [buyer, other]) {
    await token.transfer(person.address, 10_000n * HEED);
    await token.connect(person).approve(market.target, 2n ** 256n - 1n);
  }
  await market.createSplit([deployer.address, creator.address, partner.address], [250, 6_750, 3_000]);
  await market.connect(creator).publish("heed://1", ethers.id("one"), 1n, 1_000n * HEED, 1n);

  const chainId = Number((await ethers.provider.getNetwork()).chainId);
  const domain = quoteDomain(chainId, market.target as `0x${string}`);
  /** A quote for the buyer, for themselves, that holds for two minutes, but for the fields named. */
  const quoteOf = async (changes: Partial<TestQuote> = {}): Promise<TestQuote> => ({
    buyer: buyer.address,
    recipient: changes.buyer ?? buyer.address,
    contentId: 1n,
    unitPrice: PRICE,
    maxQuantity: 1n,
    referrer: ZeroAddress,
    expiresAt: BigInt((await networkHelpers.time.latest()) + 120),
    counter: (await oracle.counter()) as bigint,
    ...changes,
  });
  const sign = (quote: TestQuote, by: HardhatEthersSigner = signer): Promise<string> =>
    by.signTypedData(domain, { Quote: [...quoteTypes.Quote] }, quote);
  /** Buys at a quote signed as it is. */
  const buy = async (changes: Partial<TestQuote> = {}, quantity = 1n, by = buyer): Promise<TransactionResponse> => {
    const quote = await quoteOf({ buyer: by.address, ...changes });
    return market.connect(by).getFunction("buy")(quote, quantity, await sign(quote));
  };
  /** Buys with no approval, by the token's `transferAndCall`. */
  const buyByTransfer = async (
    changes: Partial<TestQuote> = {},
    quantity = 1n,
    by = buyer,
    paid?: bigint,
  ): Promise<TransactionResponse> => {
    const quote = await quoteOf({ buyer: by.address, ...changes });
    const data = purchaseData({ quote, quantity, signature: await sign(quote) } as Purchase);
    return transferAndCall(token.connect(by), market.target, paid ?? quote.unitPrice * quantity, data);
  };
  const people = { deployer, signer, creator, partner, buyer, other, referrer, owner, reporters };
  return { connection, ethers, networkHelpers, ...people, ...contracts, domain, quoteOf, sign, buy, buyByTransfer };
}

/** The protocol, deployed once for the tests of a `describe` and put back as it was after each. */
export function useProtocol(): () => Protocol {
  let protocol: Protocol;
  let snapshot: { restore(): Promise<void> };
  before(async () => {
    protocol = await deployProtocol();
    snapshot = await protocol.networkHelpers.takeSnapshot();
  });
  afterEach(() => snapshot.restore());
  after(() => protocol.connection.close());
  return () => protocol;
}

type People = readonly [
  deployer: HardhatEthersSigner,
  signer: HardhatEthersSigner,
  creator: HardhatEthersSigner,
  partner: HardhatEthersSigner,
  buyer: HardhatEthersSigner,
  other: HardhatEthersSigner,
  referrer: HardhatEthersSigner,
  owner: HardhatEthersSigner,
  ...rest: HardhatEthersSigner[],
];

/** ERC-1363's `transferAndCall` with data, which is overloaded. */
export function transferAndCall(
  token: Deployed,
  to: AddressLike,
  value: bigint,
  data: string,
): Promise<TransactionResponse> {
  return token.getFunction("transferAndCall(address,uint256,bytes)")(to, value, data);
}
