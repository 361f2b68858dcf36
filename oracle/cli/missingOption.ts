import { BadInputError } from "../service/errors.ts";

/** What is said where a protocol lacks one of its options. */
export function missingOption(options: string, what: string): BadInputError {
  return new BadInputError(`${what[0]!.toUpperCase()}${what.slice(1)} needs ${options}.`, {
    code: "option-missing",
    hint: "See npm run heed -- evaluate --help.",
  });
}
