import type { Random } from "../../../oracle/interest/random.ts";

/** Standard normal (Box–Muller, the cosine half). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** Log-normal with this median and this deviation of the logarithm. */
export function logNormal(random: Random, median: number, sigma: number): number {
  return median * Math.exp(sigma * normal(random));
}

/** Weibull: above shape 1 the hazard rises, so what has lasted long is ever likelier to end. */
export function weibull(random: Random, scale: number, shape: number): number {
  return scale * (-Math.log(1 - random.next())) ** (1 / shape);
}

/** Poisson (Knuth's product of uniforms; fine for small means). */
export function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > limit; product *= random.next()) count++;
  return count;
}

/** Uniform in [from, to). */
export function between(random: Random, from: number, to: number): number {
  return from + (to - from) * random.next();
}

/** True with this probability. */
export function chance(random: Random, probability: number): boolean {
  return random.next() < probability;
}

/** A sample without replacement, the heavier the likelier (Efraimidis & Spirakis 2006), in the order of drawing. */
export function sample<T>(random: Random, values: readonly T[], weight: (value: T) => number, count: number): T[] {
  return values
    .map((value) => ({ value, key: -Math.log(1 - random.next()) / Math.max(1e-9, weight(value)) }))
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ value }) => value);
}

/** A UUID (version 4 in form) from the stream. */
export function uuid(random: Random): string {
  const words = Array.from({ length: 4 }, () => Math.floor(random.next() * 2 ** 32));
  const hex = words.map((word) => word.toString(16).padStart(8, "0")).join("");
  const variant = "89ab"[random.below(4)];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
