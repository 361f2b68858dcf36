/** A seeded stream of numbers: the same seed gives the same stream on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [0, bound). */
  below(bound: number): number;
}

/** sfc32 (Chris Doty-Humphrey, PractRand), seeded through splitmix32. Any finite `seed` is taken by its lower 32 bits. */
export function createRandom(seed: number): Random {
  let z = seed | 0;
  const split = () => {
    z = (z + 0x9e3779b9) | 0;
    let t = z ^ (z >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return t ^ (t >>> 15);
  };
  let a = split();
  let b = split();
  let c = split();
  let counter = 1;
  const word = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) word();
  const next = () => word() / 4294967296;
  return { next, below: (bound) => Math.floor(next() * bound) };
}

/** A number (32 bits) for a list of whole numbers, such as a seed and what it is for; neighbours get unrelated ones (finalizer of MurmurHash3). */
export function seedOf(...parts: readonly number[]): number {
  let seed = 0;
  for (const part of parts) seed = scramble(seed ^ (part + 0x9e3779b9));
  return seed;
}

/** Finalizer of MurmurHash3 (Austin Appleby): a bijection of 32 bits in which every bit of the input moves half of those of the output. */
export function scramble(word: number): number {
  let z = word | 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return z ^ (z >>> 16);
}

/** Shuffles `values` in place (Fisher–Yates). */
export function shuffle(values: { [index: number]: number; readonly length: number }, random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const kept = values[i]!;
    values[i] = values[j]!;
    values[j] = kept;
  }
}
