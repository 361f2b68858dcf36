import { numeric } from "drizzle-orm/pg-core";

/** A column for an amount of HEED wei: every uint256 fits; `bigint` in the program. */
export const wei = (name: string) => numeric(name, { precision: 78, scale: 0, mode: "bigint" });
