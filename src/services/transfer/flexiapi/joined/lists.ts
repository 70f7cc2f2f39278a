import type { LegacyRow } from '../../../../db/transfer/legacyDatabase.js'
import { timesOf } from '../dates.js'
import type { OurSpaces } from '../spaces.js'
import { insertHolders, insertLists, insertMembers, type NewList, type Pair } from './joins.sql.js'
import { type Joining, writePairs } from './pairs.js'

const TABLE = 'contacts_lists'
const [LONGEST_TITLE, LONGEST_DESCRIPTION] = [255, 2_000]

/** Stands for the id of a list that a dry run would make. */
const TO_BE_MADE = -1

/** A contacts list of FlexiAPI, and where it is here. */
interface List extends Omit<NewList, 'spaceId'> {
  /** the one that it is of; undefined: of each that uses it, as until 2.0 */
  spaceId: number | undefined
  /** its ids here by space; with a dry run negative for those that would be made */
  ids: Map<number, number>
}

/**
 * Takes contacts lists over, with their members and those that have them. Until 2.0 a list is of all spaces: each space that uses it gets one of its own.
 * A list that its space has by that title is taken for the same.
 */
export async function takeLists(joining: Joining, spaces: OurSpaces): Promise<void> {
  const lists = await readLists(joining, spaces)
  await takeUses(joining, lists, 'contacts_list_contact', 'contact_id', insertMembers)
  await takeUses(joining, lists, 'account_contacts_list', 'account_id', insertHolders)
  const idle = [...lists.values()].filter(({ ids }) => ids.size === 0)
  await ensure(
    joining,
    idle.flatMap((list) => (list.spaceId === undefined ? [] : [{ list, spaceId: list.spaceId }])),
  )
  for (const { spaceId, title, ids } of lists.values()) {
    if (spaceId === undefined && ids.size === 0)
      joining.report.refuse(TABLE, 'unused', `No account has the list '${title}', or is in it: its space is not known.`)
    if (ids.size > 1)
      joining.report.note(TABLE, 'other_space', `The list '${title}' is of ${ids.size} spaces: each has one of its own now.`)
  }
}

async function readLists({ source, report, deps }: Joining, spaces: OurSpaces): Promise<Map<number, List>> {
  const lists = new Map<number, List>()
  const titles = new Set<string>()
  const perSpace = source.has(TABLE, 'space_id')
  const now = new Date(deps.clock.now())
  for await (const rows of source.byId(TABLE)) {
    report.of(TABLE).read += rows.length
    for (const row of rows) {
      const title = freeTitle(row, titles)
      const spaceId = perSpace ? spaces.idOf(Number(row.space_id)) : spaces.only
      const description = plain(row.description, /(?![\t\n\r])\p{Cc}/gu, LONGEST_DESCRIPTION)
      if (perSpace && spaceId === undefined) report.refuse(TABLE, 'domain', `SIP_DOMAINS does not have the space of the list '${title}'.`)
      else lists.set(Number(row.id), { title, description, spaceId, ids: new Map(), ...timesOf(row, now) })
    }
  }
  return lists
}

/** The title of a list, which no other one has; by its number at FlexiAPI, so that it is the same when the import is repeated. */
function freeTitle(row: LegacyRow, titles: Set<string>): string {
  const plainTitle = plain(row.title, /\p{Cc}/gu, LONGEST_TITLE) || `List ${row.id}`
  const title = titles.has(plainTitle) ? `${plainTitle.slice(0, LONGEST_TITLE - 20).toWellFormed()} (${row.id})` : plainTitle
  titles.add(title)
  return title
}

const plain = (text: LegacyRow[string] | undefined, without: RegExp, longest: number): string =>
  String(text ?? '')
    .replace(without, ' ')
    .trim()
    .slice(0, longest)
    .toWellFormed()

/** Takes the rows over that join lists and accounts. */
async function takeUses(
  joining: Joining,
  lists: ReadonlyMap<number, List>,
  table: string,
  column: 'contact_id' | 'account_id',
  insert: typeof insertMembers,
): Promise<void> {
  const { source, report, taken } = joining
  for await (const pairs of source.pairs(table, ['contacts_list_id', column])) {
    report.of(table).read += pairs.length
    const uses = pairs.flatMap(([listId, accountId]) => {
      const [list, id, spaceId] = [lists.get(listId), taken.idOf(accountId), taken.spaceOf(accountId)]
      const what = () => `list '${list?.title ?? listId}', account ${accountId}`
      if (list === undefined || id === undefined || spaceId === undefined) report.leave(table, 'account', what())
      else if (list.spaceId !== undefined && list.spaceId !== spaceId) report.leave(table, 'other_space', what())
      else return [{ list, id, spaceId }]
      return []
    })
    await ensure(joining, uses)
    const rows = uses.map(({ list, id, spaceId }): Pair => [list.ids.get(spaceId)!, id])
    await writePairs(joining, table, rows, insert)
  }
}

/** Makes the lists that their spaces have not yet. */
async function ensure({ deps, report, dryRun }: Joining, wanted: readonly { list: List; spaceId: number }[]): Promise<void> {
  const missing: { list: List; spaceId: number }[] = []
  for (const { list, spaceId } of wanted) {
    if (list.ids.has(spaceId)) continue
    list.ids.set(spaceId, TO_BE_MADE)
    missing.push({ list, spaceId })
  }
  if (missing.length === 0) return
  const { prisma } = deps.db
  const rows = missing.map(({ list: { title, description, createdAt, updatedAt }, spaceId }) => ({
    spaceId,
    title,
    description,
    createdAt,
    updatedAt,
  }))
  const made = dryRun ? undefined : await insertLists(prisma, rows)
  const where = { spaceId: { in: [...new Set(rows.map(({ spaceId }) => spaceId))] }, title: { in: rows.map(({ title }) => title) } }
  const found = await prisma.contactsList.findMany({ where, select: { id: true, spaceId: true, title: true } })
  const ids = new Map(found.map(({ id, spaceId, title }) => [`${spaceId} ${title}`, id]))
  const here = missing.filter(({ list, spaceId }) => ids.has(`${spaceId} ${list.title}`)).length
  for (const { list, spaceId } of missing) list.ids.set(spaceId, ids.get(`${spaceId} ${list.title}`) ?? TO_BE_MADE)
  const taken = made ?? missing.length - here
  report.of(TABLE).taken += taken
  report.of(TABLE).existing += missing.length - taken
}
