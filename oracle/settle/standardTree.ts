import { keccak_256 } from "@noble/hashes/sha3.js";
import type { Hex } from "viem";

const WORD = 32;
/** Hashes in one go: some milliseconds. */
const AT_ONCE = 1_000;

/** Lets whatever else waits in this process have its turn. */
export const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A leaf of two words, encoded by the ABI and hashed twice, as @openzeppelin/merkle-tree's standard tree does. */
export function leafHash(first: string | bigint, second: bigint): Uint8Array {
  const encoded = Buffer.alloc(2 * WORD);
  writeWord(encoded, 0, first);
  writeWord(encoded, WORD, second);
  return keccak_256(keccak_256(encoded));
}

function writeWord(into: Buffer, at: number, value: string | bigint): void {
  const digits = typeof value === "bigint" ? value.toString(16) : value.slice(2);
  into.write(digits.padStart(2 * WORD, "0"), at, "hex");
}

const pair = Buffer.alloc(2 * WORD);

/** A node's hash: of its children's, the lower one first. */
function pairHash(a: Uint8Array, b: Uint8Array): Uint8Array {
  const inOrder = Buffer.compare(a, b) <= 0;
  pair.set(inOrder ? a : b, 0);
  pair.set(inOrder ? b : a, WORD);
  return keccak_256(pair);
}

/** The root that a proof leads to from a leaf's hash. */
export function provenRoot(hash: Uint8Array, proof: readonly Hex[]): Hex {
  return hex(Buffer.from(proof.reduce((node, sibling) => pairHash(node, Buffer.from(sibling.slice(2), "hex")), hash)));
}

/**
 * The standard tree of @openzeppelin/merkle-tree over hashes of leaves, in one piece of memory, 64 bytes a leaf: the same root and the
 * same proofs. Leaves can come in any order and from anywhere.
 */
export class StandardTree {
  /** Node `i` has the children `2i + 1` and `2i + 2`; the leaves stand last, the lowest hash at the very end. */
  readonly #nodes: Buffer;
  readonly leaves: number;

  private constructor(leaves: number) {
    this.leaves = leaves;
    this.#nodes = Buffer.alloc((2 * leaves - 1) * WORD);
  }

  /**
   * Builds a tree some milliseconds at a time, so that whoever else works in this process has a turn.
   * @param hashes of the leaves, 32 bytes each; at least one.
   */
  static async of(hashes: Uint8Array): Promise<StandardTree> {
    const tree = new StandardTree(hashes.length / WORD);
    for (const _ of tree.#fill(hashes)) await nextTurn();
    return tree;
  }

  *#fill(hashes: Uint8Array): Generator<void> {
    let at = this.#nodes.length;
    for (const some of sortedPlaces(hashes)) {
      for (const place of some) {
        at -= WORD;
        this.#nodes.set(hashes.subarray(place * WORD, (place + 1) * WORD), at);
      }
      yield;
    }
    for (let node = this.leaves - 2; node >= 0; node -= 1) {
      this.#nodes.set(pairHash(this.#node(2 * node + 1), this.#node(2 * node + 2)), node * WORD);
      if (node % AT_ONCE === 0) yield;
    }
  }

  get root(): Hex {
    return hex(this.#node(0));
  }

  /** Returns the proof of a leaf by its hash, or null where it isn't in the tree. */
  proof(hash: Uint8Array): Hex[] | null {
    let node = this.#find(hash);
    if (node === null) return null;
    const proof: Hex[] = [];
    for (; node > 0; node = (node - 1) >> 1) proof.push(hex(this.#node(node % 2 === 1 ? node + 1 : node - 1)));
    return proof;
  }

  #find(hash: Uint8Array): number | null {
    let [low, high] = [this.leaves - 1, 2 * this.leaves - 2];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      // Hashes fall from the first leaf to the last.
      if (Buffer.compare(this.#node(middle), hash) >= 0) low = middle;
      else high = middle - 1;
    }
    return Buffer.compare(this.#node(low), hash) === 0 ? low : null;
  }

  #node(index: number): Buffer {
    return this.#nodes.subarray(index * WORD, (index + 1) * WORD);
  }
}

/** Gathers leaves' hashes as they come. */
export class Leaves {
  #hashes = Buffer.alloc(1024 * WORD);
  #count = 0;

  add(first: string | bigint, second: bigint): void {
    if ((this.#count + 1) * WORD > this.#hashes.length) {
      const larger = Buffer.alloc(2 * this.#hashes.length);
      this.#hashes.copy(larger);
      this.#hashes = larger;
    }
    this.#hashes.set(leafHash(first, second), this.#count * WORD);
    this.#count += 1;
  }

  get count(): number {
    return this.#count;
  }

  /** The tree of what was added; a tree has a leaf at least: of nothing for nobody, where nothing was. */
  tree(): Promise<StandardTree> {
    if (this.#count === 0) return StandardTree.of(leafHash(0n, 0n));
    return StandardTree.of(this.#hashes.subarray(0, this.#count * WORD));
  }
}

/** Places of the hashes, lowest hash first, some at a time: those with the same first byte. */
function* sortedPlaces(hashes: Uint8Array): Generator<Uint32Array> {
  const count = hashes.length / WORD;
  const begins = new Uint32Array(257);
  for (let place = 0; place < count; place += 1) begins[hashes[place * WORD]! + 1]! += 1;
  for (let first = 0; first < 256; first += 1) begins[first + 1]! += begins[first]!;
  const places = new Uint32Array(count);
  const next = begins.slice();
  for (let place = 0; place < count; place += 1) {
    const first = hashes[place * WORD]!;
    places[next[first]!] = place;
    next[first]! += 1;
  }
  for (let first = 0; first < 256; first += 1)
    yield sorted(hashes, places.subarray(begins[first]!, begins[first + 1]!));
}

function sorted(hashes: Uint8Array, places: Uint32Array): Uint32Array {
  const view = new DataView(hashes.buffer, hashes.byteOffset, hashes.byteLength);
  // Six bytes tell nearly all hashes apart, and a double holds them exactly.
  const prefix = (place: number) => view.getUint32(place * WORD) * 2 ** 16 + view.getUint16(place * WORD + 4);
  const at = (place: number) => hashes.subarray(place * WORD, (place + 1) * WORD);
  return places.sort((a, b) => prefix(a) - prefix(b) || Buffer.compare(at(a), at(b)));
}

const hex = (bytes: Buffer): Hex => `0x${bytes.toString("hex")}`;
