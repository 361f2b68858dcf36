import { BadInputError } from "../../oracle/service/errors.ts";

/**
 * An option's positive whole number.
 *
 * @throws BadInputError that names the option where it is none.
 */
export function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new BadInputError(`${option} is «${text}», which is no positive whole number.`, {
    code: "bad-number",
    field: option,
    hint: `Give a number, for instance ${option} 1000.`,
  });
}
