/** What the oracle refused, as it says it; `unreachable` where it didn't answer at all. */
export class OracleError extends Error {
  override name = "OracleError";
  readonly code: string;
  readonly status: number;
  readonly hint: string;
  readonly retry: boolean;

  constructor(code: string, message: string, status: number, hint = "", retry = false, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.status = status;
    this.hint = hint;
    this.retry = retry;
  }

  static unreachable(cause: unknown): OracleError {
    return new OracleError("unreachable", "The oracle doesn't answer", 0, "", true, { cause });
  }
}

interface ErrorBody {
  error?: { code?: string; message?: string; hint?: string; retry?: boolean };
}

/** Turns a refusal into an OracleError; a body that isn't the oracle's keeps its status. */
export async function oracleErrorOf(response: { status: number; text(): Promise<string> }): Promise<OracleError> {
  const text = await response.text();
  try {
    const { error } = JSON.parse(text) as ErrorBody;
    if (error?.code) {
      return new OracleError(error.code, error.message ?? error.code, response.status, error.hint, error.retry);
    }
  } catch {
    // Not JSON: something between us and the oracle answered.
  }
  return new OracleError(`http-${response.status}`, `The oracle answered ${response.status}`, response.status);
}
