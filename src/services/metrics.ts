import type { Registry } from 'prom-client'
import type { MessageChannel } from '../delivery/messages.js'

/** A way to log in. */
export type LoginScheme = 'digest' | 'api_key' | 'panel'
/**
 * What comes of it: `wrong` password or key, a right password with a `wrong_factor` beside it, `unknown` account, a digest answer that is `malformed` (or made for another request, or with a nonce
 * that is not ours), by an algorithm that the account has not stored (`other_algorithm`), for another realm (`other_realm`), `stale` (its nonce is of another time) or `replayed`, `limited` after many wrong ones, `inactive` account.
 */
export type LoginResult =
  | 'ok'
  | 'wrong'
  | 'wrong_factor'
  | 'unknown'
  | 'malformed'
  | 'other_algorithm'
  | 'other_realm'
  | 'stale'
  | 'replayed'
  | 'limited'
  | 'inactive'
/** What becomes of a mail or SMS: `retried` is a try that failed and will be repeated, `dropped` a notice that was never written as there were too many. */
export type MessageState = 'queued' | 'sent' | 'retried' | 'failed' | 'dropped'

/** What becomes of what a webhook is told: `retried` is a try that failed and will be repeated. */
export type WebhookState = 'delivered' | 'retried' | 'failed'

/** What proves something to an app once: a creation, request or recovery token, or that of a device which another one logs in. */
export type TokenKind = 'creation' | 'request' | 'recovery' | 'login'
/** What becomes of it: `made` and handed over, `sent` by push, `validated` by a person on its page, `attached` to an account, `used` up. Repetitions do not count. */
export type TokenState = 'made' | 'sent' | 'validated' | 'attached' | 'used'
/** What a document that sets up an app holds: nobody's account, that of whoever asks, or that of a link. */
export type DocumentKind = 'everybody' | 'own' | 'link' | 'attached'
/** How far a forgotten password has come: it was `asked` for one (of an account or not), a code was `sent`, a new password was `set`. */
export type RecoveryState = 'asked' | 'sent' | 'set'

/** What is counted for Prometheus. Labels are of closed sets: nothing that a client sends becomes one. */
export interface Metrics {
  /** undefined: nothing is counted */
  readonly registry: Registry | undefined
  /** @param operation its operationId, or a page of the panel by its pattern */
  request(operation: string, status: number, seconds: number): void
  login(scheme: LoginScheme, result: LoginResult): void
  message(channel: MessageChannel, state: MessageState): void
  token(kind: TokenKind, state: TokenState): void
  document(kind: DocumentKind): void
  recovery(state: RecoveryState): void
  webhook(state: WebhookState): void
  /** Writes what is counted by day and not written yet. Never fails. */
  flush(): Promise<void>
}

const nothing = (): void => undefined

/** Without METRICS_PORT. */
export const NO_METRICS: Metrics = {
  registry: undefined,
  request: nothing,
  login: nothing,
  message: nothing,
  token: nothing,
  document: nothing,
  recovery: nothing,
  webhook: nothing,
  flush: async () => undefined,
}
