interface OracleErrorDetails {
  hint?: string;
  field?: string;
  retry?: boolean;
  cause?: unknown;
}

/** What the oracle refused, as it says it; `unreachable` where it didn't answer at all. */
export class OracleError extends Error {
  override name = "OracleError";
  readonly code: string;
  readonly status: number;
  readonly hint: string;
  /** The offending field of what was sent, as a path; "" where it is about none. */
  readonly field: string;
  readonly retry: boolean;

  constructor(code: string, message: string, status: number, more: OracleErrorDetails = {}) {
    super(message, { cause: more.cause });
    this.code = code;
    this.status = status;
    this.hint = more.hint ?? "";
    this.field = more.field ?? "";
    this.retry = more.retry ?? false;
  }

  static unreachable(cause: unknown): OracleError {
    return new OracleError("unreachable", "The oracle doesn't answer", 0, { retry: true, cause });
  }
}

interface ErrorBody {
  error?: { code?: string; message?: string } & Omit<OracleErrorDetails, "cause">;
}

/** Turns a refusal into an OracleError; a body that isn't the oracle's keeps its status. */
export async function oracleErrorOf(response: { status: number; text(): Promise<string> }): Promise<OracleError> {
  const text = await response.text();
  try {
    const { error } = JSON.parse(text) as ErrorBody;
    if (error?.code) {
      return new OracleError(error.code, error.message ?? error.code, response.status, error);
    }
  } catch {
    // Not JSON: something between us and the oracle answered.
  }
  return new OracleError(`http-${response.status}`, `The oracle answered ${response.status}`, response.status);
}
