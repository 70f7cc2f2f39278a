import type { Aor } from '../domain/sip.js'
import { Mutex, MutexTimeout } from '../lib/mutex.js'
import { liveContacts, type StoredContact, storedContact } from './contact.js'
import type { Registrar, RegistrarOptions } from './registrar.js'
import { exchange } from './socketExchange.js'

/** Flexisip reads a command into 512 bytes and ends it with a zero. */
const LONGEST_COMMAND = 511
const LONGEST_ANSWER = 4 * 1024 * 1024
/** Questions that may wait for the socket: a further one is turned away. */
const MOST_WAITING = 100
/** How long a question waits for the socket. Milliseconds. */
const LONGEST_WAIT = 2_000
/** one word of a command: no space, control character or quote, so that it cannot become two or none */
const WORD = /^[!#-~]+$/
/** a contact's key: a word, or one in quotes */
const KEY_WORD = /^(?:"[!#-~]+"|[!#-~]+)$/
/** the answer of which every contact is gone */
const NONE = '{"contacts":[]}'
/** an address that no account has (RFC 2606) */
const NOBODY: Aor = { username: 'check', domain: 'check.invalid' }

/**
 * The registrations by Flexisip's command socket (`REGISTRAR_GET`, `REGISTRAR_DELETE`), as of 2021 and later. Asks one thing at a time,
 * as the socket serves one connection at a time.
 * @param locate the path of the socket, asked before each connection: it changes when Flexisip restarts
 */
export function socketRegistrar(locate: () => Promise<string>, { now, timeoutMs = 2_000 }: RegistrarOptions): Registrar {
  const socket = new Mutex()
  let closed = false

  /** Sends a command whose words have been checked. Undefined: Flexisip has no such address. */
  async function ask(...words: string[]): Promise<string | undefined> {
    const command = words.join(' ')
    if (Buffer.byteLength(command) > LONGEST_COMMAND) throw new Error('the address is too long for the command socket of Flexisip')
    if (socket.waiting >= MOST_WAITING) throw new Error(`${socket.waiting} requests wait already`)
    const answer = await socket
      .run(performance.now() + LONGEST_WAIT, async () => {
        if (closed) throw new Error('the registrar is closed')
        return exchange(await locate(), command, { timeoutMs, maxBytes: LONGEST_ANSWER })
      })
      .catch(explained)
    const text = answer.trim()
    if (/^error[\s-]*404\b/i.test(text)) return undefined
    if (/^error\b/i.test(text)) throw new Error(`Flexisip answers: ${text.slice(0, 200).split('\n')[0]}`)
    return text
  }

  /** In 2021 an unknown address is an empty answer. */
  const stored = async (aor: Aor): Promise<(StoredContact | undefined)[]> =>
    readAnswer((await ask('REGISTRAR_GET', addressWord(aor))) || NONE)
  const contacts = async (aor: Aor): Promise<StoredContact[]> => liveContacts(await stored(aor), now())

  /**
   * Removes them one by one; those whose key is not a word come last, as they cannot be. The answer of Flexisip says nothing about the removal
   * (in 2021 it even names the contact removed), save that it was understood: nothing at all is a proxy that died over it.
   */
  async function removeContacts(aor: Aor, found: StoredContact[]): Promise<void> {
    const words = found.filter(({ key }) => KEY_WORD.test(key))
    for (const { key } of words) readAnswer((await ask('REGISTRAR_DELETE', addressWord(aor), key)) ?? NONE)
    if (words.length < found.length) throw new Error('the id of a device cannot be sent to the command socket of Flexisip')
  }

  return {
    list: async (aor) => (await contacts(aor)).map(({ device }) => device),
    async remove(aor, uuid) {
      // a DELETE never says that there was nothing to delete
      const found = (await contacts(aor)).filter(({ device }) => device.uuid === uuid)
      await removeContacts(aor, found)
      return found.length > 0
    },
    async removeAll(aor) {
      const all = await stored(aor)
      liveContacts(all, now()) // refuses nonsense; what looks expired goes too, as clocks differ
      await removeContacts(
        aor,
        all.filter((contact) => contact !== undefined),
      )
    },
    async check() {
      await contacts(NOBODY)
      return `Flexisip answers at ${await locate()}`
    },
    async close() {
      closed = true
    },
  }
}

/** @throws Error that says how long a question waited in vain */
function explained(error: unknown): never {
  throw error instanceof MutexTimeout ? new Error(`no turn within ${LONGEST_WAIT / 1000} s`) : error
}

function addressWord({ username, domain }: Aor): string {
  if (!WORD.test(username) || !WORD.test(domain)) throw new Error('the address cannot be sent to the command socket of Flexisip')
  return `sip:${username}@${domain}`
}

/** The contacts in an answer; their fields have other names since 2.1.0. */
function readAnswer(answer: string): (StoredContact | undefined)[] {
  const { contacts } = parse(answer) as { contacts?: unknown }
  if (!Array.isArray(contacts)) throw new Error('Flexisip answers without contacts')
  return contacts.map((contact: Record<string, unknown> | null) =>
    storedContact(
      contact?.['unique-id'] ?? contact?.line_value_copy,
      contact?.['expires-at'] ?? contact?.expires_at,
      contact?.['update-time'] ?? contact?.update_time,
      contact?.['user-agent'] ?? contact?.user_agent,
    ),
  )
}

function parse(answer: string): object {
  try {
    return Object(JSON.parse(answer))
  } catch {
    throw new Error('the answer of Flexisip is neither JSON nor an error')
  }
}
