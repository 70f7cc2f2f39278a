import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Database } from '../../db/client.js'

/**
 * The realm that the stored hashes are made with, '' for each account's domain; remembers `realm` if none is known yet. Past Prisma's client, which
 * takes a tenth of a second to get ready: every start waits for this.
 */
export async function rememberedRealm({ query }: Database, realm: string): Promise<string> {
  const [stored] = await query<{ value: string }>(
    Prisma.sql`insert into settings (name, value) values ('realm', ${realm}) on conflict (name) do update set name = excluded.name returning value`,
  )
  return stored?.value ?? realm
}
