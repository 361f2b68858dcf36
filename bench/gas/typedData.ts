import type { TypedDataField } from "ethers";

/** The fields of an EIP-712 struct from a line of `type name` pairs, as Solidity writes them. */
export function fields(struct: string): TypedDataField[] {
  return struct.split(", ").map((field) => {
    const [type, name] = field.split(" ") as [string, string];
    return { name, type };
  });
}
