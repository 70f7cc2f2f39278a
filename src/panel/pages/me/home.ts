import { waitingAt } from '../../../services/accounts/record.js'
import { accountHasFactor } from '../../../services/secondFactor/factors.js'
import { spaceOf } from '../../../services/spaces/space.js'
import { show } from '../../frame/render.js'
import type { Visit } from '../../frame/visit.js'

/** The account at a glance; who is not logged in is told where to go. */
export async function homePage(visit: Visit): Promise<void> {
  const { t, deps, session } = visit
  if (!session) {
    show(visit, 'me/welcome', { title: t.welcome.title, model: {} })
    return
  }
  const { account } = session
  show(visit, 'me/home', {
    title: t.home.title,
    model: {
      account,
      realm: spaceOf(deps, account.domain).realm,
      algorithms: account.passwords.map(({ algorithm }) => (algorithm === 'CLRTXT' ? t.home.clearText : algorithm)).join(', '),
      secondFactor: await accountHasFactor(deps, account.id),
      pendingEmail: waitingAt(account, 'email'),
      pendingPhone: waitingAt(account, 'phone'),
    },
  })
}
