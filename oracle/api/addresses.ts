import { type Address, getAddress, isAddress } from "viem";
import { BadInputError } from "../service/errors.ts";

/**
 * Reads an address that a request named; mixed case must be the right checksum.
 * @throws {BadInputError} bad-address, naming the field.
 */
export function readAddress(value: string, field: string): Address {
  if (isAddress(value)) return getAddress(value);
  const looksRight = isAddress(value, { strict: false });
  throw new BadInputError(
    looksRight ? `${field} has a wrong checksum: a letter of it was changed.` : `${field} is not an address.`,
    {
      code: "bad-address",
      field,
      hint: "Copy the address again: 0x and 40 hexadecimal digits, in lower case or with the right checksum.",
    },
  );
}
