/** What the log says of an error. */
export interface DescribedError {
  type: string;
  message: string;
  code?: string;
  stack?: string[];
  cause?: DescribedError;
}

const DEEPEST = 5;
// Database errors end with the statement's parameters: wallets' tags, pseudonyms, texts.
const PARAMETERS = /\nparams:[\s\S]*/;
// The node's and the database's address carry keys and passwords.
const URLS = /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'`<>]+/gi;
// Wallets, pseudonyms, digests, signatures, keys, call data.
const LONG_HEX = /(0x|v_)?[0-9a-f]{40,}/gi;

/**
 * Describes an error for the log: its kind, message, code, origin and causes, and nothing else that hangs on it (parameters, request
 * bodies, addresses). Messages are other people's words, so what identifies somebody or opens something is taken out of them.
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: withoutSecrets(String(error)) };
  const { code, cause } = error as Error & { code?: unknown };
  return {
    type: error.constructor.name,
    message: withoutSecrets(error.message),
    ...(typeof code === "string" ? { code } : {}),
    stack: framesOf(error),
    ...(cause !== undefined && depth < DEEPEST ? { cause: describeError(cause, depth + 1) } : {}),
  };
}

function withoutSecrets(text: string): string {
  return text.replace(PARAMETERS, "").replace(URLS, "[url]").replace(LONG_HEX, "[hex]");
}

/** The stack without the message at its head, which could contain lines that look like frames. */
function framesOf({ stack = "", message }: Error): string[] {
  const at = stack.indexOf(message);
  if (at < 0) return [];
  return stack
    .slice(at + message.length)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("at "));
}
