import type { Aor } from '../domain/sip.js'
import { accountLine } from './accountLine.js'
import { addressWord, type CommandSocket, LONGEST_COMMAND, LONGEST_WAIT } from './commandSocket.js'
import { liveContacts, type StoredContact, storedContact } from './contact.js'
import type { Registrar, RegistrarOptions } from './registrar.js'

/** a contact's key that a command can name: a word, or one in quotes */
const KEY_WORD = /^(?:"[!#-~]+"|[!#-~]+)$/
/** an address that no account has (RFC 2606) */
const NOBODY: Aor = { username: 'check', domain: 'check.invalid' }

/** Of a contact that cannot be read: undefined. */
type Contacts = (StoredContact | undefined)[]

/** Flexisip has registrations of the address that it cannot write down. */
class Unlistable extends Error {}

/** The registrations by Flexisip's command socket (`REGISTRAR_GET`, `REGISTRAR_DELETE`, `REGISTRAR_CLEAR`), as of 2021 and later. */
export function socketRegistrar(socket: CommandSocket, { now }: RegistrarOptions): Registrar {
  const line = accountLine<Contacts>(LONGEST_WAIT)

  /** @throws Unlistable; Error when Flexisip says one, or nonsense */
  async function stored(aor: Aor): Promise<Contacts> {
    const answer = understood(await socket.ask('REGISTRAR_GET', addressWord(aor)))
    if (answer === undefined) return []
    if (answer !== '') return readAnswer(answer)
    // An unknown address in 2021. Since 2.1 that is a 404, and nothing at all means that a contact is no JSON, as of 2.6 one with a byte that is not UTF-8.
    // Which of them this one is, it says of an address that it cannot know; asked each time, as it may have been updated behind the same path.
    if (understood(await socket.ask('REGISTRAR_GET', addressWord(NOBODY))) === undefined) throw new Unlistable(UNLISTABLE)
    return []
  }

  /**
   * The answer of Flexisip says nothing about the removal (in 2021 it even names the contact removed), save that it was understood: nothing at all
   * is a proxy that died over it.
   */
  async function remove(aor: Aor, { key }: StoredContact): Promise<void> {
    const answer = understood(await socket.ask('REGISTRAR_DELETE', addressWord(aor), key))
    if (answer !== undefined) readAnswer(answer)
  }

  /** Never for an address of which Flexisip may have no registration: its source looks into the record without asking whether there is one. */
  async function clear(aor: Aor): Promise<void> {
    const answer = understood(await socket.ask('REGISTRAR_CLEAR', addressWord(aor)))
    if (answer !== undefined && !/^done\b/i.test(answer)) throw new Error('Flexisip does not say that the address is cleared')
  }

  const canBeNamed = (aor: Aor, { key }: StoredContact): boolean =>
    KEY_WORD.test(key) && `REGISTRAR_DELETE ${addressWord(aor)} ${key}`.length <= LONGEST_COMMAND

  /** One by one; all of the address where one of them cannot be named: it must go, and the others come back with their next registration. */
  async function removeThese(aor: Aor, these: Contacts): Promise<void> {
    const named = these.filter((contact) => contact !== undefined && canBeNamed(aor, contact)) as StoredContact[]
    if (named.length < these.length) await clear(aor)
    else for (const contact of named) await remove(aor, contact)
  }

  return {
    async list(aor) {
      const contacts = await line.question(aor, () => stored(aor))
      return liveContacts(contacts, now()).map(({ device }) => device)
    },
    remove: (aor, uuid) =>
      line.change(aor, async () => {
        // a DELETE never says that there was nothing to delete
        const found = liveContacts(await stored(aor), now()).filter(({ device }) => device.uuid === uuid)
        await removeThese(aor, found)
        return found.length > 0
      }),
    async removeAll(aor, until) {
      let all: Contacts
      try {
        all = await stored(aor)
      } catch (error) {
        if (error instanceof Unlistable) return clear(aor) // what is newer cannot be told from what is older: all go
        throw error
      }
      liveContacts(all, now()) // refuses nonsense; what looks expired goes too, as clocks differ
      const old = until ? all.filter((contact) => !contact || contact.device.updateTime <= until) : all
      // one command for all of them, in which less time goes by for a new one to come in
      if (old.length > 0 && old.length === all.length) await clear(aor)
      else await removeThese(aor, old)
    },
    async check() {
      await stored(NOBODY)
      return `Flexisip answers at ${await socket.path()}`
    },
    async close() {
      socket.close()
    },
  }
}

const UNLISTABLE = 'Flexisip cannot list the registrations of this address'

/** @returns undefined when Flexisip has no such address @throws Error that Flexisip says */
function understood(text: string): string | undefined {
  if (/^error[\s-]*404\b/i.test(text)) return undefined
  if (/^error\b/i.test(text)) throw new Error(`Flexisip answers: ${text.slice(0, 200).split('\n')[0]}`)
  return text
}

/** The contacts in an answer; their fields have other names since 2.1.0. */
function readAnswer(answer: string): Contacts {
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
