import { readFileSync } from "node:fs";

/**
 * The two builds of the kernels. "strict" gives the same bits on every processor; "relaxed" multiplies and adds with one rounding where the
 * processor can, which is faster on those that multiply and add by the same units.
 */
export const SIMD_BUILDS = ["strict", "relaxed"] as const;
export type SimdBuild = (typeof SIMD_BUILDS)[number];

/** What `HEED_SIMD` asks for: strict by default. */
export function chosenBuild(name = process.env.HEED_SIMD): SimdBuild {
  if (name === undefined || name === "") return "strict";
  const build = SIMD_BUILDS.find((known) => known === name);
  if (!build) throw new RangeError(`HEED_SIMD is "${name}". Set it to ${SIMD_BUILDS.join(" or ")}, or leave it out.`);
  return build;
}

const compiled = new Map<SimdBuild, WebAssembly.Module>();

/** The compiled kernels, once a thread. @throws WebAssembly.CompileError where the engine has no relaxed SIMD. */
export function moduleOf(build: SimdBuild): WebAssembly.Module {
  let found = compiled.get(build);
  if (!found) {
    found = new WebAssembly.Module(readFileSync(new URL(`generated/${build}.wasm`, import.meta.url)));
    compiled.set(build, found);
  }
  return found;
}
