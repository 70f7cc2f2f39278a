// runs once: it opens the databases that it needs itself

import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { startApp } from '../support/app.js'
import { ApiClient } from '../support/client.js'
import { Clock } from '../support/clock.js'
import { emptyDatabase, type TestDatabase } from '../support/database.js'
import { answered, getWith } from '../support/digestHeader.js'
import { useFolder } from '../support/folder.js'
import { redisUrl, testNeeding } from '../support/needs.js'
import { type Env, startService } from '../support/process.js'
import { useClosing, useForEach } from '../support/use.js'

/** One process is this one, the other the built program. */
describe('a digest answer that one process accepted', () => {
  const secret = randomBytes(16).toString('hex')
  const folder = useFolder(useForEach)
  const closing = useClosing()

  async function bothRefuse(database: TestDatabase, theirs: Env, ours: Env = {}): Promise<void> {
    const clock = new Clock(Date.now())
    const here = closing(await startApp({ database, clock, env: { SECRET: secret, ...ours } }), (app) => app.close())
    const bob = await here.make.user({ username: 'bob.builder' })
    const there = closing(await startService({ DATA_DIR: folder.path, SECRET: secret, LOG_LEVEL: 'silent', ...theirs }), (service) =>
      service.stop(),
    )
    const apis = [here.api, new ApiClient(there.url)]
    for (const [first, second] of [apis, [...apis].reverse()] as [ApiClient, ApiClient][]) {
      const { authorization } = await answered(first, bob)
      expect((await getWith(second, bob, authorization)).status).toBe(200)
      expect((await getWith(first, bob, authorization)).status).toBe(401)
      expect((await getWith(second, bob, authorization)).status).toBe(401)
    }
  }

  const sqlite = (name: string): TestDatabase => ({ url: `file:${join(folder.path, name)}`, drop: async () => undefined })

  test('is refused by another on the same SQLite file', async () => {
    const database = sqlite('accounts.db')
    await bothRefuse(database, { DATABASE_URL: database.url })
  })

  testNeeding('postgresql')('is refused by another on the same PostgreSQL', async () => {
    const database = closing(await emptyDatabase('postgresql'), (one) => one.drop())
    await bothRefuse(database, { DATABASE_URL: database.url })
  })

  testNeeding('redis')('is refused by another that shares a Redis, and nothing else', async () => {
    // each has a database of its own, so only Redis can know
    const [ours, theirs] = [sqlite('ours.db'), sqlite('theirs.db')]
    const other = await startApp({ database: theirs })
    await other.make.user({ username: 'bob.builder' })
    await other.close()
    await bothRefuse(ours, { DATABASE_URL: theirs.url, REDIS_URL: redisUrl! }, { REDIS_URL: redisUrl! })
  })
})
