import { AppError } from '../../../domain/errors.js'
import type { Texts } from '../../../texts/languages.js'
import { problemText } from '../../frame/forms.js'
import type { MemberVisit } from '../../frame/visit.js'

/** What a message is about. */
export function kindText(t: Texts, kind: string): string {
  const kinds: Record<string, string> = t.admin.account.messages.kinds
  return kinds[kind] ?? kind
}

/** Why a code or a link was not sent, for people; undefined for what is a fault. */
export function notSentText(visit: MemberVisit, error: unknown): string | undefined {
  if (!(error instanceof AppError)) return undefined
  const { missing, password } = visit.t.admin.account
  const texts: Record<string, string> = {
    nothing_pending: missing.notWaiting,
    validation_failed: missing.badNumber,
    phone_in_use: visit.t.problems.phone_in_use,
    rate_limited: problemText(visit, error),
    ...{ no_email: password.noReset, account_blocked: password.noReset, account_not_activated: password.noReset },
  }
  return texts[error.code]
}
