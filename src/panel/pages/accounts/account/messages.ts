import { AppError } from '../../../../domain/errors.js'
import { addressOf } from '../../../../domain/sip.js'
import { listMessagePage, type MessagePageQuery } from '../../../../services/messages/page.js'
import { idInPath } from '../../../frame/adminParams.js'
import { show } from '../../../frame/render.js'
import type { MemberVisit } from '../../../frame/visit.js'
import { rowsOf, sendAgain } from '../../messages/messages.js'
import { accountInPath } from './common.js'

/** Messages on a page. */
const PER_PAGE = 20
const STATES = ['waiting', 'sent', 'failed'] as const

/** The mails and SMS to an account: what became of each, and why not. */
export async function accountMessagesPage(visit: MemberVisit): Promise<void> {
  const { t, ctx } = visit
  const account = await accountInPath(visit)
  const state = STATES.find((one) => one === ctx.query.state)
  const cursor = typeof ctx.query.cursor === 'string' ? ctx.query.cursor.slice(0, 255) : ''
  const query = { account: String(account.id), per_page: PER_PAGE, ...(state && { state }) }
  const { messages, nextCursor } = await listed(visit, query, cursor)
  const address = (more: Record<string, string>): string => {
    const parameters = new URLSearchParams({ ...(state && { state }), ...more })
    return `/accounts/${account.id}/messages${parameters.size > 0 ? `?${parameters}` : ''}`
  }
  show(visit, 'accounts/accountMessages', {
    title: t.admin.account.tabTitle(t.admin.account.tabs['/messages'], addressOf(account)),
    model: {
      account,
      messages: await rowsOf(visit, messages),
      form: { values: { state: state ?? '' }, errors: {} },
      newest: cursor !== '' && address({}),
      older: nextCursor !== null && address({ cursor: nextCursor }),
    },
  })
}

/** Sends a message to the account again. */
export async function sendAccountMessageForm(visit: MemberVisit): Promise<void> {
  const { id } = await accountInPath(visit)
  const message = idInPath(visit, 'message')
  await sendAgain(visit, { id: message, accountId: id }, `/accounts/${id}/messages`)
}

/** With a foreign cursor the list begins anew. */
async function listed({ deps }: MemberVisit, query: MessagePageQuery, cursor: string) {
  try {
    return await listMessagePage(deps, { ...query, cursor })
  } catch (error) {
    if (!(error instanceof AppError) || error.status !== 422) throw error
    return listMessagePage(deps, query)
  }
}
