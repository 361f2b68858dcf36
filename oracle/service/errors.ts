/** What an error tells the person or program that meets it: `code` for programs, `hint` (the remedy) for people. */
export interface ErrorDetails {
  code: string;
  /** HTTP status that the API answers with. */
  status: ErrorStatus;
  /** What to do about it, as an instruction. */
  hint: string;
  /** The offending field of the input, as a path ("events.3.atMs"). */
  field?: string;
  /** Whether the same request can succeed later, unchanged. */
  retry?: boolean;
  cause?: unknown;
}

export type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 429 | 500 | 502 | 503;

/** The wire form of an error: the body of every answer that isn't a success, and what `--json` prints. */
export interface ErrorBody {
  error: { code: string; message: string; field?: string; hint: string; retry: boolean };
}

/** Base of every error that Heed expects: it has a code, an HTTP status and a remedy, and is never shown with a stack. */
export class HeedError extends Error {
  override readonly name: string = "HeedError";
  readonly code: string;
  readonly status: ErrorStatus;
  readonly hint: string;
  readonly field: string | undefined;
  readonly retry: boolean;

  constructor(message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.status = details.status;
    this.hint = details.hint;
    this.field = details.field;
    this.retry = details.retry ?? false;
  }

  toBody(): ErrorBody {
    const field = this.field === undefined ? {} : { field: this.field };
    return { error: { code: this.code, message: this.message, ...field, hint: this.hint, retry: this.retry } };
  }
}

type Details = Omit<ErrorDetails, "status" | "retry">;

/** The input is wrong; sending it again will fail again. */
export class BadInputError extends HeedError {
  override readonly name = "BadInputError";
  constructor(message: string, details: Details) {
    super(message, { ...details, status: 400 });
  }
}

/** Nobody is signed in, or the session has ended. */
export class NotSignedInError extends HeedError {
  override readonly name = "NotSignedInError";
  constructor(message = "Nobody is signed in.") {
    super(message, {
      code: "not-signed-in",
      status: 401,
      hint: "Sign in with a wallet: GET /auth/nonce, sign the message, POST /auth/session.",
    });
  }
}

/** The session is known and may not do this. */
export class ForbiddenError extends HeedError {
  override readonly name = "ForbiddenError";
  constructor(message: string, details: Details) {
    super(message, { ...details, status: 403 });
  }
}

export class NotFoundError extends HeedError {
  override readonly name = "NotFoundError";
  constructor(message: string, details: Details) {
    super(message, { ...details, status: 404 });
  }
}

/** A neighbour (chain, database, model) is missing or slow just now; the same request can succeed later. */
export class UnavailableError extends HeedError {
  override readonly name = "UnavailableError";
  constructor(message: string, details: Details) {
    super(message, { ...details, status: 503, retry: true });
  }
}

/** The process can't start, or can't go on, until its operator changes something. */
export class SetupError extends HeedError {
  override readonly name = "SetupError";
  constructor(message: string, details: Details) {
    super(message, { ...details, status: 500 });
  }
}

/** An error that another thread threw, as what it was: between threads only its fields arrive. */
export function arrivedError(error: unknown): unknown {
  const { message, code, status, hint, field, retry } = error as HeedError;
  if (!(error instanceof Error) || typeof hint !== "string" || typeof status !== "number") return error;
  const details = { code, hint, ...(field !== undefined && { field }) };
  return status === 400 ? new BadInputError(message, details) : new HeedError(message, { ...details, status, retry });
}

/** Returns the one-paragraph form for a terminal: what happened, then the remedy. */
export function explainError(error: unknown): string {
  if (error instanceof HeedError) return `${error.message}\n${error.hint}`;
  return `Unexpected error: ${error instanceof Error ? error.message : String(error)}\nRun again with HEED_LOG_LEVEL=debug for its origin, and please report it.`;
}
