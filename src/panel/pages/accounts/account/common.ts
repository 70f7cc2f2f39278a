import { AppError } from '../../../../domain/errors.js'
import { parseId } from '../../../../domain/ids.js'
import { getAccount } from '../../../../services/accounts/accounts.js'
import type { Texts } from '../../../../texts/languages.js'
import { idInPath } from '../../../frame/adminParams.js'
import { setFlash } from '../../../frame/flash.js'
import type { Form } from '../../../frame/formGuard.js'
import { PageError } from '../../../frame/pageError.js'
import { goTo } from '../../../frame/render.js'
import type { MemberVisit } from '../../../frame/visit.js'
import { agoFormat } from '../../../frame/words/formats.js'
import type { Details } from './views.js'

/** The account that a page is about. @throws AppError 404 */
export const accountInPath = (visit: MemberVisit): Promise<Details> => getAccount(visit.deps, idInPath(visit))

/** A part of an account's pages, as its address ends; '' is the overview. */
export type Tab = keyof Texts['admin']['account']['tabs']

/** Rows that a page shows of what an account may have a thousand of. */
export const MOST_ROWS = 100

/** Goes on to a part of the account's pages, which says what was done. */
export function done(visit: MemberVisit, id: number, tab: Tab, text: string): void {
  setFlash(visit, { kind: 'success', text })
  goTo(visit, `/accounts/${id}${tab}`)
}

/** Goes on to a part of the account's pages, which says why nothing was done. @returns true: it has answered */
export function notDone(visit: MemberVisit, id: number, tab: Tab, text: string): true {
  setFlash(visit, { kind: 'notice', text })
  goTo(visit, `/accounts/${id}${tab}`)
  return true
}

/** Whether it is the account of who looks at it. */
export const isOwn = ({ session }: MemberVisit, { id }: { id: number }): boolean => id === session.account.id

/** Refuses what administrators may not do to themselves here. @returns true when it has answered */
export const refusesOwn = (visit: MemberVisit, account: { id: number }, tab: Tab): boolean =>
  isOwn(visit, account) && notDone(visit, account.id, tab, visit.t.admin.one.own)

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** How long ago something was, in the largest unit that fits: "3 minutes ago". */
export function agoText({ deps, language }: MemberVisit, date: Date): string {
  const seconds = Math.max(0, (deps.clock.now() - date.getTime()) / 1000)
  const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? (['second', 1] as const)
  return agoFormat(language).format(-Math.floor(unit === 'second' ? 0 : seconds / size), unit)
}

/** Removes what a row stands for, and goes on to its part of the pages. What is gone already is not an error: the list shows it. */
export async function remove(visit: MemberVisit, id: number, tab: Tab, work: () => Promise<unknown>, text: string): Promise<void> {
  try {
    await work()
    done(visit, id, tab, text)
  } catch (error) {
    if (!(error instanceof AppError && (error.status === 404 || error.status === 403))) throw error
    notDone(visit, id, tab, visit.t.admin.account.parts.gone)
  }
}

/** The number that a field of a form holds. @throws PageError 400 when it is none */
export function idInForm(form: Form, name: string): number {
  const id = parseId(form(name))
  if (id === undefined) throw new PageError(400, 'badForm')
  return id
}
