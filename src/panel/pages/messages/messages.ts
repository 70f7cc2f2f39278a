import { AppError } from '../../../domain/errors.js'
import { addressOf } from '../../../domain/sip.js'
import { type MessageRecord, masked, messageState } from '../../../services/messages/list.js'
import { listMessagePage, type MessagePageQuery } from '../../../services/messages/page.js'
import { sendingAgain, sendMessageAgain } from '../../../services/messages/sendAgain.js'
import { defaultSpace } from '../../../services/spaces/space.js'
import type { Texts } from '../../../texts/languages.js'
import { idInPath } from '../../frame/adminParams.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { PageError } from '../../frame/pageError.js'
import { goTo, show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'
import { dayOf } from '../../frame/words/days.js'
import { reasonText } from '../../frame/words/reasons.js'
import type { MessageRow } from './views.js'
import { kindText, notSentText } from './words.js'

/** Messages on a page. */
const PER_PAGE = 20
const DAY_MS = 86_400_000
const NAMES = ['account', 'to', 'state', 'channel', 'kind', 'since', 'until'] as const

type Filter = Record<(typeof NAMES)[number], string>

/** The mails and SMS to all: what became of each, and why not. */
export async function messagesPage(visit: MemberVisit): Promise<void> {
  const { t, ctx } = visit
  const filter = readFilter(t, (name) => ctx.query[name])
  const cursor = typeof ctx.query.cursor === 'string' ? ctx.query.cursor.slice(0, 255) : ''
  const { messages, nextCursor } = await listed(visit, queryOf(visit, filter), cursor)
  show(visit, 'messages/messages', {
    title: t.admin.messages.title,
    model: {
      messages: await rowsOf(visit, messages),
      form: { values: filter, errors: {} },
      filter: parametersOf(filter).toString(),
      more: NAMES.some((name) => name !== 'account' && filter[name] !== ''),
      filtered: Object.values(filter).some((value) => value !== ''),
      newest: cursor !== '' && addressOfPage(filter),
      older: nextCursor !== null && addressOfPage(filter, nextCursor),
    },
  })
}

/** Sends a message of the list again, and goes on to the same part of it. */
export async function sendMessageForm(visit: MemberVisit, form: Form): Promise<void> {
  const kept = new URLSearchParams(form('filter').slice(0, 1_000))
  await sendAgain(visit, { id: idInPath(visit, 'message') }, addressOfPage(readFilter(visit.t, (name) => kept.get(name) ?? '')))
}

/** Sends a message again, and goes on to a page that says what was done, or why nothing was. */
export async function sendAgain(visit: MemberVisit, message: { id: number; accountId?: number }, back: string): Promise<void> {
  const { deps, caller, t } = visit
  const { done, not } = t.admin.messages
  try {
    const sent = await sendMessageAgain(deps, message, caller)
    if ('how' in sent) setFlash(visit, { kind: 'success', text: done[sent.how](sent.to) })
    else setFlash(visit, { kind: 'notice', text: not[sent.not] })
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') throw new PageError(404, 'notFound')
    const text = notSentText(visit, error)
    if (text === undefined) throw error
    setFlash(visit, { kind: 'notice', text })
  }
  goTo(visit, back)
}

/** Messages, with what can be done about each. */
export async function rowsOf({ deps, t }: MemberVisit, messages: readonly MessageRecord[]): Promise<MessageRow[]> {
  const known = await sendingAgain(deps, messages)
  return messages.map((message) => {
    const { again, owner } = known.get(message.id)!
    return {
      message,
      state: messageState(message),
      kind: kindText(t, message.kind),
      reason: reasonText(t, message.lastError),
      to: masked(message.recipient),
      account: owner && addressOf(owner),
      again,
    }
  })
}

/** What the address of the page says. What no form of ours says is left out. */
function readFilter(t: Texts, given: (name: string) => unknown): Filter {
  // NUL is in no name, and PostgreSQL takes no text with it
  const text = (name: string): string =>
    String(given(name) ?? '')
      .replaceAll('\0', '')
      .trim()
      .slice(0, 320)
  const of = (name: string, allowed: object): string => (Object.hasOwn(allowed, text(name)) ? text(name) : '')
  const { states, kinds } = t.admin.account.messages
  const day = (name: string): string => (dayOf(text(name)) ? text(name) : '')
  return {
    ...{ account: text('account'), to: text('to'), state: of('state', states), channel: of('channel', t.admin.messages.channels) },
    ...{ kind: of('kind', kinds), since: day('since'), until: day('until') },
  }
}

/** The same as the service takes it: days are those of UTC, and the last one counts. */
function queryOf({ deps }: MemberVisit, { account, to, state, channel, kind, since, until }: Filter): MessagePageQuery {
  const last = dayOf(until)
  const named = /^\d+$|@/.test(account) ? account : `${account}@${defaultSpace(deps).domain}`
  return {
    ...(account && { account: named }),
    ...(to && { to }),
    ...(state && { state: state as NonNullable<MessagePageQuery['state']> }),
    ...(channel && { channel: channel as NonNullable<MessagePageQuery['channel']> }),
    ...(kind && { kind: kind as NonNullable<MessagePageQuery['kind']> }),
    ...(since && { since }),
    ...(last && { until: new Date(last.getTime() + DAY_MS).toISOString() }),
    per_page: PER_PAGE,
  }
}

/** What names no account or address finds nothing; with a foreign cursor the list is at its end. */
async function listed({ deps }: MemberVisit, query: MessagePageQuery, cursor: string) {
  try {
    return await listMessagePage(deps, { ...query, cursor })
  } catch (error) {
    if (!(error instanceof AppError) || error.status !== 422) throw error
    return { messages: [], nextCursor: null }
  }
}

const parametersOf = (filter: Filter): URLSearchParams => new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''))

function addressOfPage(filter: Filter, cursor?: string): string {
  const query = parametersOf(filter)
  if (cursor !== undefined) query.set('cursor', cursor)
  return query.size === 0 ? '/messages' : `/messages?${query}`
}
