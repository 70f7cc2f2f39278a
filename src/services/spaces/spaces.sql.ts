import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Config } from '../../config/config.js'
import type { Database, Transaction } from '../../db/client.js'

/** The id of a domain's space, in a statement that writes a row of it. */
export const spaceIdOf = (domain: string): Prisma.Sql => Prisma.sql`(select id from spaces where domain = ${domain})`

/** The same for Prisma's `create`. */
export const spaceRelation = (domain: string) => ({ space: { connect: { domain } } })

/** Makes the spaces of SIP_DOMAINS that are not there yet. Those of domains that it lists no more stay, with their accounts. Past Prisma's client, as every start waits for this. */
export async function makeSpaces({ query }: Pick<Database, 'query'>, { sipDomains }: Pick<Config, 'sipDomains'>): Promise<void> {
  const known = new Set((await query<{ domain: string }>(Prisma.sql`select domain from spaces`)).map(({ domain }) => domain))
  const missing = sipDomains.filter((domain) => !known.has(domain))
  if (missing.length === 0) return
  const values = Prisma.join(missing.map((domain) => Prisma.sql`(${domain})`))
  await query(Prisma.sql`insert into spaces (domain) values ${values} on conflict do nothing`)
}

/** Takes the row of a space: what else counts or makes what belongs to it comes before or after this transaction, never between. */
export const takeSpace = async (tx: Transaction, id: number): Promise<void> => {
  await tx.$executeRaw`update spaces set domain = domain where id = ${id}`
}
