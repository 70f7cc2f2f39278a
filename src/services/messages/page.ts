import type { operations } from '../../../generated/openapi.js'
import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import { invalidField, refusalIn } from '../../domain/errors.js'
import { emailField, phoneField } from '../accounts/fields.js'
import { idOrAor, time } from '../audit/list.js'
import type { With } from '../deps.js'
import { cursors } from '../paging.js'
import { type MessageRecord, newestMessages, STATES } from './list.js'

export type MessagePageQuery = NonNullable<operations['listMessages']['parameters']['query']>

export interface MessageListPage {
  messages: MessageRecord[]
  perPage: number
  nextCursor: string | null
}

const CURSORS = cursors('m')

/** The newest messages first, those before a cursor if it is not empty. @throws AppError 422 */
export async function listMessagePage(deps: With<'accounts'>, query: MessagePageQuery): Promise<MessageListPage> {
  const perPage = query.per_page ?? 20
  const found = await newestMessages(deps, await conditions(deps, query), perPage + 1)
  const messages = found.slice(0, perPage)
  return { messages, perPage, nextCursor: found.length > perPage ? CURSORS.write(messages.at(-1)!.id) : null }
}

async function conditions(deps: With<'accounts'>, query: MessagePageQuery): Promise<Prisma.MessageWhereInput> {
  const { account, to, channel, kind, state, since, until, cursor } = query
  return {
    ...(cursor && { id: { lt: CURSORS.read(cursor) } }),
    ...(account !== undefined && { accountId: await accountIdOf(deps, account) }),
    ...(to !== undefined && { recipient: recipientField(to) }),
    ...(channel !== undefined && { channel }),
    ...(kind !== undefined && { kind }),
    ...(state !== undefined && STATES[state]),
    createdAt: { ...(since !== undefined && { gte: time('since', since) }), ...(until !== undefined && { lt: time('until', until) }) },
  }
}

/** No account has the id 0: one that does not exist has had no message. */
async function accountIdOf(deps: With<'accounts'>, text: string): Promise<number> {
  const who = idOrAor('account', text)
  return typeof who === 'number' ? who : ((await deps.accounts.byAor(who))?.id ?? 0)
}

/** An e-mail address or phone number, as messages are stored with. @throws AppError 422 */
function recipientField(text: string): string {
  try {
    return text.includes('@') ? emailField(text) : phoneField(text)
  } catch (error) {
    throw invalidField('to', refusalIn(error).message)
  }
}
