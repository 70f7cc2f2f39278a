/** What the service answers when it does not do what it was asked. */
interface ErrorBody {
  message: string
  code: string
  errors?: Record<string, string[]>
  request_id: string
}

/**
 * An error of the service: `code` says for programs what went wrong, `message` for people, `errors` has the texts of each field at fault, and
 * `request_id` finds the request in the server's log.
 */
export class AccountsError<Code extends string = string> extends Error {
  override readonly name = 'AccountsError'
  readonly code: Code
  readonly errors: Record<string, string[]> | undefined
  readonly request_id: string

  constructor(
    body: ErrorBody,
    /** of HTTP */
    readonly status: number,
    /** seconds after which it is worth trying again, of 429 and 503 */
    readonly retryAfter: number | undefined,
  ) {
    super(body.message)
    this.code = body.code as Code
    this.errors = body.errors
    this.request_id = body.request_id
  }
}

/** An answer that is not the service's: of a proxy before it, say, or of another server. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer'

  constructor(
    /** of HTTP */
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`This is no answer of the account service (status ${status})`)
  }
}

/**
 * What the generated client found, as an error of this package.
 * @throws what fetch threw when there is no answer at all, UnexpectedAnswer when another server answered
 */
export function errorOf(found: unknown, response: Response | undefined): unknown {
  if (!response) throw found
  if (typeof found !== 'object' || found === null) throw new UnexpectedAnswer(response.status, found)
  if (!('code' in found && 'message' in found)) return found // of getReadiness: what is down
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN)
  return new AccountsError(found as ErrorBody, response.status, Number.isFinite(seconds) ? seconds : undefined)
}
