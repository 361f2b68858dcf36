import { type DestinationStream, type Logger, pino } from "pino";
import { describeError } from "./describeError.ts";
import type { LogLevel } from "./options.ts";

export type { Logger } from "pino";

// Wherever one of these names appears in what is logged, its value doesn't.
const SECRET_FIELDS = [
  "secret",
  "operatorToken",
  "signerKey",
  "faucetKey",
  "relayerKey",
  "reporterKey",
  "databaseUrl",
  "signature",
  "cookie",
  "authorization",
  "password",
];

/** Builds the logger: one JSON line an entry, on standard error so that standard output stays a program's answer. Log errors as `err`. */
export function createLogger(level: LogLevel, destination: DestinationStream = process.stderr): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"atMs":${Date.now()}`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (error: unknown) => describeError(error) },
      redact: { paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[redacted]" },
    },
    destination,
  );
}
