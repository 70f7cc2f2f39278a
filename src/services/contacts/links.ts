import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { isForeignKeyViolation } from '../../db/errors.js'
import { AppError, notFound } from '../../domain/errors.js'
import { audit } from '../audit/audit.sql.js'
import type { Platform } from '../platform.js'
import { CONTACT_OF_ACCOUNT, deleteLink, insertLink, LIST_OF_ACCOUNT, type Link, linkState, MEMBER_OF_LIST } from './links.sql.js'

/** What a refusal says: the first of both does not exist, the second is not in its space, they are not joined. */
interface Texts {
  none: string
  outside: string
  apart: string
  /** what both changes are refused for where they change nothing, as FlexiAPI does (403); else joining is repeatable, and parting is 404 */
  codes?: { joined: 'contacts_list_already_there'; apart: 'contacts_list_not_there' }
}

type Deps = Pick<Platform, 'db' | 'config' | 'clock'>

const NO_ACCOUNT = 'There is no account with this id.'
const NO_LIST = 'There is no such contacts list.'

/** Adds a contact to an account, and removes it. */
export const contactsOfAccount = linked(CONTACT_OF_ACCOUNT, {
  none: NO_ACCOUNT,
  outside: 'There is no such account in the domain of this one.',
  apart: 'This account has no such contact.',
})
/** Gives an account a contacts list, and takes it away. */
export const listsOfAccount = linked(LIST_OF_ACCOUNT, {
  none: NO_ACCOUNT,
  outside: 'There is no such contacts list in the domain of this account.',
  apart: 'This account does not have this contacts list.',
  codes: { joined: 'contacts_list_already_there', apart: 'contacts_list_not_there' },
})
/** Puts an account into a contacts list, and takes it out. */
export const membersOfList = linked(MEMBER_OF_LIST, {
  none: NO_LIST,
  outside: 'There is no such account in the domain of this list.',
  apart: 'This contacts list has no such member.',
})

function linked(link: Link, texts: Texts) {
  const audited = (fromId: number, toId: number) => (link.about === 'from' ? fromId : toId)
  const notAdded = async (tx: Transaction, fromId: number, toId: number): Promise<AppError | undefined> => {
    const { holds, full, linked } = await linkState(tx, link, fromId, toId)
    if (linked) return texts.codes && new AppError(403, texts.codes.joined, 'This account has this contacts list already.')
    return full ? tooMany() : notFound(holds ? texts.outside : texts.none)
  }
  const notJoined = async (tx: Transaction, fromId: number, toId: number): Promise<AppError> => {
    if (!texts.codes) return notFound(texts.apart)
    const { holds, within } = await linkState(tx, link, fromId, toId)
    return within ? new AppError(403, texts.codes.apart, texts.apart) : notFound(holds ? texts.outside : texts.none)
  }

  /** @returns whether they were not joined yet */
  const addWithin = async (deps: Deps, tx: Transaction, fromId: number, toId: number, caller: Caller): Promise<boolean> => {
    const inserted = await insertLink(tx, link, fromId, toId)
    if (inserted > 0) await audit(deps, tx, caller, link.added, audited(fromId, toId))
    const refusal = inserted > 0 ? undefined : await notAdded(tx, fromId, toId)
    if (refusal) throw refusal
    return inserted > 0
  }

  return {
    /** As `add`, in a transaction that is the caller's. @returns whether they were not joined yet */
    addWithin,
    /**
     * Joins both. Where they are joined already nothing changes: two of these at once, and a repeat, are answered alike, unless it has a code.
     * @throws AppError 404 when one is not there, or of another space; 403 contacts_list_already_there, contact_limit_reached
     */
    async add(deps: Deps, fromId: number, toId: number, caller: Caller): Promise<void> {
      await deps.db.prisma
        .$transaction((tx) => addWithin(deps, tx, fromId, toId, caller))
        .catch((error) => {
          // one of both went away, or to another space, meanwhile
          throw isForeignKeyViolation(error) ? notFound(texts.outside) : error
        })
    },
    /** @throws AppError 404 when they are not joined, or 403 contacts_list_not_there */
    async remove(deps: Deps, fromId: number, toId: number, caller: Caller): Promise<void> {
      await deps.db.prisma.$transaction(async (tx) => {
        if ((await deleteLink(tx, link, fromId, toId)) === 0) throw await notJoined(tx, fromId, toId)
        await audit(deps, tx, caller, link.removed, audited(fromId, toId))
      })
    },
  }
}

const tooMany = () => new AppError(403, 'contact_limit_reached', 'There are 10,000 contacts already, which is as many as there may be.')
