import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type InterfaceAbi, id } from "ethers";

/** What puts a contract on a chain. */
export interface Artifact {
  abi: InterfaceAbi;
  bytecode: string;
}

/** Where the peers' packages are installed: a folder beside the project's own, so that only the bench brings them in. */
export const peersFolder = join(import.meta.dirname, "..", "peers");

/** A file of an installed peer's package, by the package's name and the path inside. */
export function readPackaged(path: string): string {
  return readFileSync(join(peersFolder, "node_modules", path), "utf8");
}

/** An artifact as Hardhat, Truffle or Waffle write them: `abi`, and `bytecode` with or without 0x. */
export function packagedArtifact(path: string): Artifact {
  const { abi, bytecode } = JSON.parse(readPackaged(path)) as { abi: InterfaceAbi; bytecode: string };
  return { abi, bytecode: bytecode.startsWith("0x") ? bytecode : `0x${bytecode}` };
}

/** An artifact out of a factory that TypeChain generated: the longest string of hexadecimal digits in it is the bytecode. */
export function typechainArtifact(path: string, abi: InterfaceAbi): Artifact {
  const bytecodes = readPackaged(path).match(/0x60[0-9a-f]{100,}/g) ?? [];
  return { abi, bytecode: bytecodes.reduce((longest, next) => (next.length > longest.length ? next : longest), "0x") };
}

/** The artifact with a library's address where the compiler left room for it; `library` is `file:Name`. */
export function linked({ abi, bytecode }: Artifact, library: string, address: string): Artifact {
  const placeholder = `__$${id(library).slice(2, 36)}$__`;
  return { abi, bytecode: bytecode.replaceAll(placeholder, address.slice(2)) };
}
