import type { Aor } from '../domain/sip.js'
import { redisLink } from './redisLink.js'

/** How Flexisip's B2BUA hears that it must read an external account anew. */
export interface B2buaChannel {
  /**
   * @param external the external account, as the B2BUA may know it
   * @param accountId the account that has it, or had it: what the B2BUA's query asks for
   * @returns how many heard it
   * @throws RegistrarDown
   */
  announce(external: Aor, accountId: number): Promise<number>
  /** as that of `Registrar` */
  check(): Promise<string>
  close(): Promise<void>
}

const CHANNEL = 'flexisip/B2BUA/account'
const TIMEOUT_MS = 2_000

/** The channel of the B2BUA in Flexisip's Redis. Connects to nothing yet. */
export function redisB2buaChannel(url: string): B2buaChannel {
  const { ask, close } = redisLink(url, TIMEOUT_MS)
  return {
    announce: ({ username, domain }, accountId) =>
      ask((redis) => redis.publish(CHANNEL, JSON.stringify({ username, domain, identifier: String(accountId) }))),
    async check() {
      await ask((redis) => redis.ping())
      // its user need not be allowed to ask this
      const [, listeners] = (await ask((redis) => redis.pubsub('NUMSUB', CHANNEL)).catch(() => [])) as [string?, number?]
      if (listeners === undefined) return "the B2BUA's Redis answers"
      return listeners > 0 ? `the B2BUA's Redis answers, ${listeners} listen` : "the B2BUA's Redis answers, and nobody listens"
    },
    close: async () => close(),
  }
}
