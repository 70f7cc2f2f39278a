import { Prisma } from '../../generated/prisma/sqlite/client.js'
import type { Database } from '../db/client.js'

interface LeaseDeps {
  db: Database
  clock: { now(): number }
}

/**
 * Takes a lease, or renews it: of all processes and machines on one database one has it, until it expires. One conditional statement decides.
 * @param holder names the process; no other has the same
 * @returns false when another process has it
 */
export async function takeLease({ db, clock }: LeaseDeps, name: string, holder: string, ms: number): Promise<boolean> {
  const now = clock.now()
  const [time, until] = [new Date(now), new Date(now + ms)]
  const taken = await db.prisma.$queryRaw<{ holder: string }[]>(Prisma.sql`
    insert into leases (name, holder, expires_at) values (${name}, ${holder}, ${until})
    on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at
      where leases.holder = excluded.holder or leases.expires_at <= ${time}
    returning holder`)
  return taken.length === 1
}
