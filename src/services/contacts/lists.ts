import type { components } from '../../../generated/openapi.js'
import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Caller } from '../../caller.js'
import { isForeignKeyViolation, isUniqueViolation } from '../../db/errors.js'
import { invalidField, notFound } from '../../domain/errors.js'
import type { AccountRecord } from '../accounts/record.js'
import { auditNobody } from '../audit/audit.sql.js'
import type { Expectation } from '../expectation.js'
import type { Platform } from '../platform.js'
import { chosenSpace } from '../spaces/chosen.js'
import { takeSpace } from '../spaces/spaces.sql.js'

type Deps = Pick<Platform, 'db' | 'config' | 'clock'>
type Schemas = components['schemas']

const wholeList = {
  space: { select: { domain: true } },
  _count: { select: { members: true } },
} as const satisfies Prisma.ContactsListInclude

/** A contacts list with its domain, and how many members it has. */
export type ContactsListRecord = Prisma.ContactsListGetPayload<{ include: typeof wholeList }>

/** All lists of a space. @throws AppError 422 for a domain that is no space */
export async function listContactsLists(deps: Deps, asker: AccountRecord, domain: string | undefined): Promise<ContactsListRecord[]> {
  const spaceId = await chosenSpace(deps, asker, domain)
  return deps.db.prisma.contactsList.findMany({ where: { spaceId }, orderBy: { id: 'asc' }, include: wholeList })
}

/** The lists that an account has. */
export const contactsListsOf = async ({ db }: Pick<Deps, 'db'>, accountId: number): Promise<ContactsListRecord[]> =>
  (
    await db.prisma.contactsListOfAccount.findMany({
      where: { accountId },
      orderBy: { listId: 'asc' },
      select: { list: { include: wholeList } },
    })
  ).map(({ list }) => list)

/** Lists of a space: all of them are listed at once. */
const MOST_LISTS = 1_000

/** @throws AppError 422 title_taken, for a domain that is no space, or when that has as many lists as it may */
export async function createContactsList(
  deps: Deps,
  asker: AccountRecord,
  { domain, ...texts }: Schemas['NewContactsList'],
  caller: Caller,
): Promise<ContactsListRecord> {
  const spaceId = await chosenSpace(deps, asker, domain)
  const now = new Date(deps.clock.now())
  const data = { ...stored(texts), spaceId, createdAt: now, updatedAt: now }
  return titled(
    deps.db.prisma.$transaction(async (tx) => {
      await takeSpace(tx, spaceId)
      if ((await tx.contactsList.count({ where: { spaceId } })) >= MOST_LISTS)
        throw invalidField('title', 'A space has 1,000 contacts lists at most. Delete one first.')
      const list = await tx.contactsList.create({ data, include: wholeList })
      await auditNobody(deps, tx, caller, 'createContactsList')
      return list
    }),
  )
}

/** @throws AppError 404 */
export async function getContactsList({ db }: Deps, id: number): Promise<ContactsListRecord> {
  const list = await db.prisma.contactsList.findUnique({ where: { id }, include: wholeList })
  if (!list) throw noSuchList()
  return list
}

/** Gives a list other texts. @throws AppError 404, 412 precondition_failed, 422 title_taken */
export async function updateContactsList(
  deps: Deps,
  id: number,
  texts: Schemas['ContactsListTexts'],
  expect: Expectation<ContactsListRecord>,
  caller: Caller,
): Promise<ContactsListRecord> {
  const data = { ...stored(texts), updatedAt: new Date(deps.clock.now()) }
  return titled(
    deps.db.prisma.$transaction(async (tx) => {
      await tx.contactsList.updateMany({ where: { id }, data: { id } }) // takes its row
      const before = await tx.contactsList.findUnique({ where: { id }, include: wholeList })
      if (!before) throw noSuchList()
      expect(before)
      await auditNobody(deps, tx, caller, 'updateContactsList')
      return tx.contactsList.update({ where: { id }, data, include: wholeList })
    }),
  )
}

/** @throws AppError 404 */
export async function deleteContactsList(deps: Deps, id: number, caller: Caller): Promise<void> {
  await deps.db.prisma.$transaction(async (tx) => {
    if ((await tx.contactsList.deleteMany({ where: { id } })).count === 0) throw noSuchList()
    await auditNobody(deps, tx, caller, 'deleteContactsList')
  })
}

const noSuchList = () => notFound('There is no such contacts list.')

function stored({ title, description }: Schemas['ContactsListTexts']) {
  const trimmed = title.trim()
  if (trimmed === '') throw invalidField('title', 'A title has 1 to 255 characters in one line, and not blanks alone.')
  return { title: trimmed, description: description.trim() }
}

/** Turns what the index of titles refuses into the client's error. */
const titled = (work: Promise<ContactsListRecord>): Promise<ContactsListRecord> =>
  work.catch((error) => {
    if (isForeignKeyViolation(error)) throw invalidField('domain', 'There is no space with this domain.')
    if (!isUniqueViolation(error, 'title')) throw error
    throw invalidField('title', 'There is a contacts list with this title. Choose another one.', 'title_taken')
  })
