import { addressOf } from '../../../../domain/sip.js'
import { type Hindrance, hindrancesOf, type LoginRecord, liftLoginDelay, listLogins } from '../../../../services/logins/logins.js'
import { hindranceText } from '../../../../services/logins/words.js'
import type { Texts } from '../../../../texts/languages.js'
import { show } from '../../../frame/render.js'
import type { MemberVisit } from '../../../frame/visit.js'
import { timeMarkup } from '../../../frame/words/times.js'
import { waitText } from '../../../frame/words/waits.js'
import { type LoginRow, loginRow } from '../../credentials/loginRow.js'
import { accountInPath, done } from './common.js'
import type { Details } from './views.js'

/** What a delay is told by. */
const DELAYS: readonly Hindrance['reason'][] = ['limited', 'address_limited', 'guessed']

/** Why the owner of an account cannot log in, and what came of log-ins to it. */
export async function accountLoginsPage(visit: MemberVisit): Promise<void> {
  const { t, deps } = visit
  const account = await accountInPath(visit)
  const logins = await listLogins(deps, account.id)
  const hindrances = await hindrancesOf(deps, account, logins)
  show(visit, 'accounts/accountLogins', {
    title: t.admin.account.tabTitle(t.admin.account.tabs['/log-ins'], addressOf(account)),
    model: {
      account,
      reasons: hindrances.map((one) => textOf(visit, account, one)),
      good: logins.find(({ result }) => result === 'ok'),
      logins: logins.map((login) => technical(t, login)),
      liftable: isLiftable(hindrances),
      days: deps.config.loginHistoryDays,
    },
  })
}

/** The same as its owner reads, with what the app asked for. */
function technical(t: Texts, login: LoginRecord): LoginRow {
  const row = loginRow(t, login, { ...t.sessions.results, ...t.admin.logins.results })
  return login.asked === null ? row : { ...row, result: `${row.result} (${login.asked})` }
}

/** Lets the owner of an account try again at once. */
export async function liftLoginDelayForm(visit: MemberVisit): Promise<void> {
  const account = await accountInPath(visit)
  await liftLoginDelay(visit.deps, account.id, visit.caller)
  done(visit, account.id, '/log-ins', visit.t.admin.logins.lifted(addressOf(account)))
}

/** Whether an administrator can end one of the delays. */
export const isLiftable = (hindrances: readonly Hindrance[]): boolean =>
  hindrances.some(({ reason }) => reason === 'limited' || reason === 'guessed')

/** Who has to wait to log in to an account. */
export const delayTexts = (visit: MemberVisit, account: Details, hindrances: readonly Hindrance[]): string[] =>
  hindrances.filter(({ reason }) => DELAYS.includes(reason)).map((one) => textOf(visit, account, one))

function textOf({ t, deps, language }: MemberVisit, account: Details, one: Hindrance): string {
  const until = (date: Date): string => waitText(language, (date.getTime() - deps.clock.now()) / 1000)
  return hindranceText(deps, t.admin.logins.hindrances, account, one, { at: (date) => String(timeMarkup(date, language)), until })
}
