// What Flexisip keeps in its Redis (TEST_REDIS_URL) of accounts whose phones are registered, for the benchmarks.
import { Redis } from 'ioredis'
import { REALM, username } from './seed.mjs'

/** how many accounts are registered, each with two devices */
export const REGISTERED = 1_000
const HOURS = 12

export const registrationKey = (n) => `fs:${username(n)}@${REALM}`

/**
 * Registers the devices of the first accounts.
 * @param {string} url of the Redis
 * @returns {Promise<{ stop: () => Promise<void> }>} removes the registrations
 */
export async function registerDevices(url) {
  const redis = new Redis(url)
  const pipeline = redis.pipeline()
  for (let n = 0; n < REGISTERED; n++) pipeline.hset(registrationKey(n), contactsOf(n)).expire(registrationKey(n), HOURS * 3600)
  await pipeline.exec()
  return {
    async stop() {
      await redis.del(Array.from({ length: REGISTERED }, (_, n) => registrationKey(n)))
      redis.disconnect()
    },
  }
}

/** As Flexisip 2.5 writes them: by `+sip.instance`, the contact with what Flexisip appends. */
function contactsOf(n) {
  const updated = Math.floor(Date.now() / 1000)
  return Object.fromEntries(
    ['a', 'b'].map((device) => {
      const urn = `urn:uuid:0b7c1a52-6f0e-4b1c-9d62-${device}${String(n).padStart(11, '0')}`
      const parameters = `fs-conn-id=fa1426f473633e07;callid=${device}${n};expires=${HOURS * 3600};cseq=2;updatedAt=${updated};alias=no;usedAsRoute=no`
      const headers = 'path=%3Csip%3A127.0.0.1%3A25060%3Blr%3E&accept=application/sdp%2Ctext/plain&user-agent=LinphoneAndroid/6.0'
      return [
        `"<${urn}>"`,
        `<sip:${username(n)}@127.0.0.1:53270;${parameters}?${headers}>;+sip.instance="<${urn}>";pub-gruu="sip:${username(n)}@${REALM};gr=${urn}"`,
      ]
    }),
  )
}
