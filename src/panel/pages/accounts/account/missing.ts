import { hindrancesOf, listLogins } from '../../../../services/logins/logins.js'
import { listMessages } from '../../../../services/messages/list.js'
import { sendCodeAgain, waitingAddress } from '../../../../services/signUp/sendAgain.js'
import type { Form } from '../../../frame/formGuard.js'
import { PageError } from '../../../frame/pageError.js'
import type { MemberVisit } from '../../../frame/visit.js'
import { reasonText } from '../../../frame/words/reasons.js'
import { kindText, notSentText } from '../../messages/words.js'
import { accountInPath, agoText, done, notDone } from './common.js'
import { delayTexts, isLiftable } from './logins.js'
import type { Details, Missing } from './views.js'

const CHANNELS = ['email', 'phone'] as const

/** What an account lacks, for people. */
export async function missingOf(visit: MemberVisit, account: Details): Promise<Missing> {
  const [last] = await listMessages(visit.deps, { accountId: account.id, limit: 1 })
  const logins = await listLogins(visit.deps, account.id)
  const hindrances = await hindrancesOf(visit.deps, account, logins)
  const codes = CHANNELS.flatMap((channel) => {
    const to = waitingAddress(account, channel)
    return to === undefined ? [] : { channel, to }
  })
  return {
    texts: textsOf(visit, account),
    codes,
    delays: delayTexts(visit, account, hindrances),
    liftable: isLiftable(hindrances),
    failed:
      last?.state === 'failed'
        ? { kind: kindText(visit.t, last.kind), reason: reasonText(visit.t, last.last_error), error: last.last_error }
        : undefined,
  }
}

function textsOf(visit: MemberVisit, account: Details): string[] {
  const { deps, t } = visit
  const words = t.admin.account.missing
  const late = (created: Date): boolean => created.getTime() + deps.config.codeTtl * 1000 <= deps.clock.now()
  const waits = account.codes
    .filter(({ channel }) => channel !== 'recovery')
    .map(({ target, createdAt }) => (late(createdAt) ? words.late : words.waits)(target, agoText(visit, createdAt)))
  const idle = !account.activated && account.deactivatedAt === null && !account.blocked
  return [
    ...(account.blocked ? [words.blocked] : account.deactivatedAt ? [words.closed] : []),
    ...waits,
    ...(idle && account.confirmationKey !== null ? [words.key] : []),
    ...(idle && account.confirmationKey === null && waits.length === 0 ? [words.nothing] : []),
    ...(account.passwords.length === 0 ? [words.noPassword] : []),
    ...(account.activated && account.email === null && account.phone === null ? [words.noAddress] : []),
  ]
}

/** Sends a new code to the address that waits for one. */
export async function sendCodeForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, caller } = visit
  const { id } = await accountInPath(visit)
  const channel = CHANNELS.find((one) => one === form('channel'))
  if (!channel) throw new PageError(400, 'badForm')
  const words = t.admin.account.missing
  try {
    done(visit, id, '', words.sent(await sendCodeAgain(deps, id, channel, caller)))
  } catch (error) {
    const text = notSentText(visit, error)
    if (text === undefined) throw error
    notDone(visit, id, '', text)
  }
}
