import { Prisma } from '../../../../generated/prisma/sqlite/client.js'
import { ACCOUNT_TEXT } from '../../../db/accountExpressions.js'
import type { AccountSearch } from '../../../domain/accountSearch.js'
import { addresses, begins, EVERY_FIELD, type Field, isIndexed, named, partsOf } from './search.sql.js'

const TEXT = Prisma.raw(ACCOUNT_TEXT)

/**
 * What an account must meet to be found on PostgreSQL: first by the index, which does not know in which field a part is, then exactly. Which letters beyond ASCII are
 * small is for the database to say, on both sides.
 */
export function foundInPostgres(search: AccountSearch): Prisma.Sql {
  const any = [
    ...partsOf(search).map(({ fields, text }) => {
      // as it has no space, it is in one line; with the @ behind a user name, it is a part of an address
      if (fields === EVERY_FIELD) return Prisma.sql`${TEXT} like lower(${like(text)})`
      const has = fields.map((field) => Prisma.sql`strpos(${lower(field)}, lower(${text})) > 0`)
      return Prisma.sql`(${TEXT} like lower(${like(text)}) and (${Prisma.join(has, ' or ')}))`
    }),
    // the begin of a line
    ...begins(search).parts.map(
      (text) =>
        Prisma.sql`(${TEXT} like ${like(`\n${text}`)} and (strpos(lower(username), ${text}) = 1 or strpos(lower(email), ${text}) = 1))`,
    ),
    ...begins(search).shown.map(
      (text) => Prisma.sql`(${TEXT} like lower(${like(`\n${text}`)}) and strpos(lower(display_name), lower(${text})) = 1)`,
    ),
    ...addresses(search).map(({ part, name, domain }) => {
      const end = isIndexed(name)
        ? Prisma.sql`${TEXT} like ${like(name)}`
        : Prisma.sql`domain in (select domain from spaces where strpos(domain, ${domain}) = 1)`
      return Prisma.sql`(${end} and strpos(lower(username) || '@' || domain, ${part}) > 0)`
    }),
    ...named(search),
  ]
  return any.length === 0 ? Prisma.sql`1 = 0` : Prisma.sql`(${Prisma.join(any, ' or ')})`
}

const lower = (field: Field): Prisma.Sql => (field === 'phone' ? Prisma.sql`phone` : Prisma.sql`lower(${Prisma.raw(field)})`)

/** A pattern for what has a text as a part. */
const like = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
