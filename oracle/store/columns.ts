import { customType } from "drizzle-orm/pg-core";

/** Raw bytes. The two drivers hand them out as Buffer and as Uint8Array; the program sees Uint8Array. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
  fromDriver: (value) => new Uint8Array(value),
});

/** Text in the order of its bytes, whatever the database's own language is: what must be listed in the same order everywhere. */
export const orderedText = customType<{ data: string }>({ dataType: () => 'text collate "C"' });
