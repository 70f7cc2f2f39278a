import { type Caller, callerWith } from '../../caller.js'
import type { NoticeKind } from '../../delivery/messages.js'
import { DEFAULT_LANGUAGE } from '../../texts/languages.js'
import type { With } from '../deps.js'
import { notify, type Told } from '../messages/notices.js'

/** Of what an owner is warned, and how the log says that it did not work. */
interface Warning {
  /** counts the warnings of an account: there is one a day */
  limit: string
  notice: NoticeKind
  failed: string
}

const DAY = 86_400

/** Tells the owner of an account, once a day, that somebody guesses. Never fails: who guessed is answered alike, whatever becomes of the mail. */
export async function warnOwner(
  deps: With<'limits' | 'outbound'>,
  account: Told,
  caller: Caller,
  { limit, notice, failed }: Warning,
): Promise<void> {
  try {
    const { points } = await deps.limits.counters.days.add(deps.limits.key(limit, String(account.id)), 1, DAY)
    if (points > 1) return
    // the language of whoever guesses is not the owner's
    await notify(deps, account, callerWith(caller, { language: DEFAULT_LANGUAGE }), (tell) =>
      deps.db.prisma.$transaction((tx) => tell(tx, notice)),
    )
  } catch (error) {
    deps.log.warn({ event: 'owner_not_told', account: account.id, err: error }, failed)
  }
}
