/**
 * What kept a configuration variable closed, in one sentence with its remedy, where Hardhat's own message is known.
 *
 * @param missing Says what to do about a variable that is nowhere.
 */
export function unopened(cause: unknown, missing: (variable: string) => string): unknown {
  const [, code, rest] = (cause instanceof Error && /^HHE(\d+): (.*)/.exec(cause.message)) || [];
  if (code === "50000") {
    return new Error("That is not the keystore's password. Nothing was sent: run this again with the right one.", {
      cause,
    });
  }
  const variable = /^Configuration Variable "(\w+)" not found/.exec(rest ?? "")?.[1];
  return code === "7" && variable ? new Error(missing(variable), { cause }) : cause;
}
