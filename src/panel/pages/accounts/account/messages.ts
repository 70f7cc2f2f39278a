import { addressOf } from '../../../../domain/sip.js'
import { listMessages } from '../../../../services/messages/list.js'
import type { Texts } from '../../../../texts/languages.js'
import { show } from '../../../frame/render.js'
import type { MemberVisit } from '../../../frame/visit.js'
import { accountInPath } from './common.js'
import type { MessageView } from './views.js'

/** Messages on the page. */
const MOST = 50
const STATES = ['waiting', 'sent', 'failed'] as const

/** What a message is about. */
export function kindText(t: Texts, kind: string): string {
  const kinds: Record<string, string> = t.admin.account.messages.kinds
  return kinds[kind] ?? kind
}

/** The mails and SMS to an account: what became of each, and why not. */
export async function accountMessagesPage(visit: MemberVisit): Promise<void> {
  const { t, deps, ctx } = visit
  const account = await accountInPath(visit)
  const state = STATES.find((one) => one === ctx.query.state)
  const found = await listMessages(deps, { accountId: account.id, limit: MOST, ...(state && { state }) })
  const messages = found.map((report): MessageView => {
    const nextTryAt = report.next_try_at === null ? null : new Date(report.next_try_at)
    return { report, kind: kindText(t, report.kind), createdAt: new Date(report.created_at), nextTryAt }
  })
  show(visit, 'accounts/accountMessages', {
    title: t.admin.account.tabTitle(t.admin.account.tabs['/messages'], addressOf(account)),
    model: { account, messages, form: { values: { state: state ?? '' }, errors: {} }, most: found.length === MOST ? MOST : undefined },
  })
}
