import { logOutEverywhere as endAll, endSessionOf, listSessions, type SessionFacts } from '../../../services/credentials/sessions.js'
import { listLogins } from '../../../services/logins/logins.js'
import type { Texts } from '../../../texts/languages.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { goTo, show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'
import { browserName } from './browserName.js'
import { leave } from './login.js'
import { loginRow } from './loginRow.js'
import type { SessionRow } from './views.js'

/** Recent log-ins that are shown. */
const MOST_LOGINS = 20

/** Where the account is logged in to the panel. */
export async function sessionsPage(visit: MemberVisit): Promise<void> {
  const { t, deps, session } = visit
  const sessions = await sessionRows(visit, session.account.id)
  const logins = await listLogins(deps, session.account.id)
  show(visit, 'credentials/sessions', {
    title: t.sessions.title,
    model: { sessions, logins: logins.slice(0, MOST_LOGINS).map((login) => loginRow(t, login)), days: deps.config.loginHistoryDays },
  })
}

/** The log-ins of an account, as people know them. */
export async function sessionRows({ t, deps, session }: MemberVisit, accountId: number): Promise<SessionRow[]> {
  const rows = await listSessions(deps, accountId)
  return rows.map(({ userAgent, factor, byDevice, ...facts }) => ({
    ...facts,
    browser: browserName(t, userAgent),
    by: loggedInBy(t, { factor, byDevice }),
    here: facts.idHash === session.idHash,
  }))
}

function loggedInBy({ factors: words }: Texts, { factor, byDevice }: Pick<SessionFacts, 'factor' | 'byDevice'>): string {
  const first = byDevice ? words.device : words.password
  return factor ? words.and(first, words[factor]) : first
}

/** One that has ended already is not an error: the page shows it. */
export async function endSessionForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, session } = visit
  const idHash = form('session')
  const ended = await endSessionOf(deps, session.account.id, idHash)
  if (ended && idHash === session.idHash) return leave(visit, t.flash.loggedOut)
  setFlash(visit, ended ? { kind: 'success', text: t.sessions.ended } : { kind: 'notice', text: t.sessions.gone })
  goTo(visit, '/sessions')
}

export async function logOutEverywhere(visit: MemberVisit): Promise<void> {
  await endAll(visit.deps, visit.session.account.id, visit.caller)
  leave(visit, visit.t.flash.loggedOutEverywhere)
}
