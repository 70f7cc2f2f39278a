import type { ChainableCommander } from 'ioredis'
import { type Aor, addressOf } from '../domain/sip.js'
import { liveContacts, readContact, type StoredContact } from './contact.js'
import { redisLink } from './redisLink.js'
import type { Registrar, RegistrarOptions } from './registrar.js'

/** Removes fields that still have the values that were read, and tells Flexisip, in one step. Takes field, value, …, and the channel. */
const REMOVE_UNCHANGED = `
  local removed = 0
  for i = 1, #ARGV - 1, 2 do
    if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then
      removed = removed + redis.call('HDEL', KEYS[1], ARGV[i])
    end
  end
  if removed > 0 then redis.call('PUBLISH', ARGV[#ARGV], '') end
  return removed`

/** A field as it is stored, whatever its bytes, and what it says; undefined when that cannot be read. */
interface Field {
  name: Buffer
  value: Buffer
  contact: StoredContact | undefined
}

/**
 * The registrations in Flexisip's Redis: a hash `fs:user@domain` per address. After a change Flexisip hears of it on the channel
 * `user@domain`. Connects when it is asked something, and again when the connection is gone: while Redis is down each question fails at once.
 */
export function redisRegistrar(url: string, { now, timeoutMs = 2_000 }: RegistrarOptions): Registrar {
  const { ask, close } = redisLink(url, timeoutMs)

  /** The change and its announcement, both or neither. The number of fields or keys removed. */
  const change = (aor: Aor, make: (multi: ChainableCommander) => ChainableCommander): Promise<number> =>
    ask(async (redis) => {
      const results = (await make(redis.multi()).publish(addressOf(aor), '').exec()) ?? []
      for (const [error] of results) if (error) throw error
      return Number(results[0]?.[1])
    })

  async function stored(aor: Aor): Promise<Field[]> {
    const bytes = (await ask((redis) => redis.callBuffer('HGETALL', key(aor)))) as Buffer[]
    return Array.from({ length: bytes.length / 2 }, (_, i) => {
      const [name, value] = [bytes[2 * i]!, bytes[2 * i + 1]!]
      return { name, value, contact: readContact(name.toString(), value.toString()) }
    })
  }

  const live = (fields: Field[]): StoredContact[] =>
    liveContacts(
      fields.map(({ contact }) => contact),
      now(),
    )

  return {
    list: async (aor) => live(await stored(aor)).map(({ device }) => device),
    async remove(aor, uuid) {
      const fields = await stored(aor)
      const found = new Set(live(fields).filter(({ device }) => device.uuid === uuid))
      const names = fields.filter(({ contact }) => contact && found.has(contact)).map(({ name }) => name)
      return names.length > 0 && (await change(aor, (multi) => multi.hdel(key(aor), ...names))) > 0
    },
    async removeAll(aor, until) {
      if (!until) {
        await change(aor, (multi) => multi.del(key(aor)))
        return
      }
      const old = (await stored(aor)).filter(({ contact }) => !contact || contact.device.updateTime <= until)
      if (old.length === 0) return
      // whoever registers between the reading and this has another value, and stays
      const words = old.flatMap(({ name, value }) => [name, value])
      await ask((redis) => redis.eval(REMOVE_UNCHANGED, 1, key(aor), ...words, addressOf(aor)))
    },
    async check() {
      await ask((redis) => redis.ping())
      return "Flexisip's Redis answers"
    },
    close: async () => close(),
  }
}

const key = (aor: Aor): string => `fs:${addressOf(aor)}`
