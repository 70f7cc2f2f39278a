import { randomBytes } from 'node:crypto'
import type { Context } from 'koa'
import { keyedHash } from '../../auth/secretBox.js'
import type { Caller } from '../../caller.js'
import type { FieldRules } from '../../contract/fieldRules.js'
import type { NewAccountCheck } from '../../contract/newAccountCheck.js'
import { callerOf } from '../../http/caller.js'
import type { Principal } from '../../http/principal.js'
import { findSession, type Session } from '../../services/credentials/sessions.js'
import type { Deps } from '../../services/deps.js'
import { accountHasFactor, mustHaveFactor } from '../../services/secondFactor/factors.js'
import { type Language, type Texts, translation } from '../../texts/languages.js'
import { readSigned, setSigned } from './cookies.js'
import { chosenLanguage } from './words/chosenLanguage.js'

/** An entry of the menu, for everyone who is logged in or for administrators. */
export interface MenuEntry {
  readonly path: string
  readonly forAdmins: boolean
  readonly text: (t: Texts) => string
}

/** What all visits share. */
export interface Panel {
  readonly deps: Deps
  readonly rules: FieldRules
  /** what a new account must be, for those that come many at a time */
  readonly newAccount: NewAccountCheck
  readonly menu: readonly MenuEntry[]
  /** whether there is a page of this address: some are of a form alone */
  readonly isPage: (path: string) => boolean
}

/** One request of a browser, and what is known of the person behind it. */
export interface Visit extends Panel {
  readonly ctx: Context
  readonly caller: Caller
  readonly language: Language
  /** all words, in their language */
  readonly t: Texts
  /** undefined: not logged in */
  session: Session | undefined
  /** SECOND_FACTOR asks for a second factor that the account does not have yet: nothing else is open to it */
  mustSetUp: boolean
}

/** A visit with a session. */
export interface MemberVisit extends Visit {
  session: Session
}

/** A visit without a session yet: `recognise` finds it. */
export function visitOf(ctx: Context, { deps, rules, newAccount, menu, isPage }: Panel): Visit {
  const caller = callerOf(ctx, chosenLanguage(ctx, deps))
  const { language } = caller
  return {
    ctx,
    deps,
    rules,
    newAccount,
    menu,
    isPage,
    caller,
    language,
    t: translation(language).panel,
    session: undefined,
    mustSetUp: false,
  }
}

/** Finds the session that the browser's cookie names. */
export async function recognise(visit: Visit): Promise<void> {
  const id = readSigned(visit.ctx, visit.deps, 'session')
  visit.session = id === undefined ? undefined : await findSession(visit.deps, id)
  if (!visit.session) return
  const { account, factor } = visit.session
  visit.ctx.state.principal = { account, by: 'session' } satisfies Principal
  visit.mustSetUp = mustHaveFactor(visit.deps.config, account) && (factor === null || !(await accountHasFactor(visit.deps, account.id)))
}

/**
 * What every form of this browser carries, so that no other site can send one (`formGuard` checks it): bound to the session, and before
 * there is one to a cookie that a visitor gets with the first form.
 */
export function formToken(visit: Visit): string {
  return tokenFor(visit, visit.session ? `session ${visit.session.id}` : `visitor ${visitorId(visit)}`)
}

/** The token that a form of this browser must have; undefined when it has been given no form. */
export function expectedToken(visit: Visit): string | undefined {
  if (visit.session) return formToken(visit)
  const visitor = readSigned(visit.ctx, visit.deps, 'visitor')
  return visitor === undefined ? undefined : tokenFor(visit, `visitor ${visitor}`)
}

function visitorId(visit: Visit): string {
  const known = readSigned(visit.ctx, visit.deps, 'visitor')
  if (known !== undefined) return known
  const id = randomBytes(18).toString('base64url')
  setSigned(visit.ctx, visit.deps, 'visitor', id)
  return id
}

const tokenFor = (visit: Visit, whose: string): string => keyedHash(visit.deps.keys.sessions, 'form', whose)
