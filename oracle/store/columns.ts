import { customType } from "drizzle-orm/pg-core";

/** Raw bytes. The two drivers hand them out as Buffer and as Uint8Array; the program sees Uint8Array. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
  fromDriver: (value) => new Uint8Array(value),
});
