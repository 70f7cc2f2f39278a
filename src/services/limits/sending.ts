import type { Caller } from '../../caller.js'
import { mailboxOf } from '../../domain/email.js'
import { tooMany } from '../../domain/errors.js'
import { addressBlock } from '../../domain/ip.js'
import { phoneRange } from '../../domain/phone.js'
import type { With } from '../deps.js'
import type { Platform } from '../platform.js'
import { MAILS, NOTICES, NOTICES_OF_ACCOUNT } from './requests.js'

const DAY = 86_400

/** Where a request makes us send a code. */
export interface Targets {
  email?: string | undefined
  /** E.164 */
  phone?: string | undefined
}

interface Charge {
  limit: string
  who: string
  points: number
  text: string
}

const THIS_NUMBER = 'Too many messages were sent to this number. Try again tomorrow.'
const THIS_ADDRESS = 'Too many messages were sent to this e-mail address. Try again tomorrow.'
const AT_ALL = 'No more messages can be sent at the moment. Try again later.'

/**
 * Does work that sends codes, within what may be sent in a day: mails to one address, SMS to one number, to one range of numbers, for one
 * client's address and in all. SMS cost money, so their limits hold with RATE_LIMIT=off too. What fails was not sent and does not count.
 * Not for use inside a transaction.
 * @throws AppError 429 rate_limited, or what `work` throws
 */
export async function withinSending<T>(deps: With<'limits'>, targets: Targets, caller: Caller, work: () => Promise<T>): Promise<T> {
  const taken: string[] = []
  try {
    for (const { limit, who, points, text } of charges(deps, targets, caller)) {
      const key = deps.limits.key(limit, who)
      const count = await deps.limits.counters.days.add(key, 1, DAY)
      taken.push(key)
      if (count.points <= points) continue
      deps.log.warn({ event: 'message_limit_reached', request_id: caller.requestId, limit, points }, 'a limit of messages is reached')
      throw tooMany('rate_limited', text, count.msLeft / 1000)
    }
    return await work()
  } catch (error) {
    for (const key of taken) await deps.limits.counters.days.takeBack(key, 1)
    throw error
  }
}

/**
 * Counts a notice of an account, and to an e-mail address: whether it may be sent. A change is never refused for it.
 * Not for use inside a transaction.
 */
export async function countNotice(
  deps: With<'limits'>,
  { id, email }: { id: number; email: string },
  caller: Caller,
): Promise<{ allowed: boolean; takeBack: () => Promise<void> }> {
  if (!deps.config.rateLimit) return { allowed: true, takeBack: async () => undefined }
  const { days } = deps.limits.counters
  const limits = [
    { name: 'notices', key: deps.limits.key('notices', mailboxOf(email)), ...NOTICES },
    { name: 'notices-account', key: deps.limits.key('notices-account', String(id)), ...NOTICES_OF_ACCOUNT },
  ]
  const counts = await Promise.all(limits.map(({ key, seconds }) => days.add(key, 1, seconds)))
  const reached = limits.find(({ points }, i) => counts[i]!.points > points)
  if (reached)
    deps.log.warn(
      { event: 'message_limit_reached', request_id: caller.requestId, limit: reached.name, points: reached.points, account: id },
      'a notice is not sent',
    )
  const takeBack = async (): Promise<void> => {
    await Promise.all(limits.map(({ key }) => days.takeBack(key, 1)))
  }
  return { allowed: reached === undefined, takeBack }
}

function charges({ config }: Pick<Platform, 'config'>, { email, phone }: Targets, caller: Caller): Charge[] {
  const { perNumber, perRange, perAddress, total } = config.smsDaily
  return [
    ...(email && config.rateLimit ? [{ limit: 'mails', who: mailboxOf(email), points: MAILS.points, text: THIS_ADDRESS }] : []),
    ...(phone
      ? [
          { limit: 'sms-number', who: phone, points: perNumber, text: THIS_NUMBER },
          { limit: 'sms-range', who: phoneRange(phone), points: perRange, text: AT_ALL },
          { limit: 'sms-address', who: addressBlock(caller.ip), points: perAddress, text: AT_ALL },
          { limit: 'sms-total', who: '', points: total, text: AT_ALL },
        ]
      : []),
  ]
}
