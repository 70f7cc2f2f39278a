// runs once: it is about the file of SQLite
import { readFile } from 'node:fs/promises'
import { clearExpired } from '../../src/services/housekeeping/expired.js'
import { startApp } from '../support/app.js'
import { emptyDatabase } from '../support/database.js'
import { newAddress, newPhone } from '../support/signUp.js'

test('nothing of people who were deleted is in the file of SQLite after a clean stop, but the name in audit log and tombstone', async () => {
  const database = await emptyDatabase('sqlite')
  try {
    const app = await startApp({ database })
    const address = newAddress()
    const kept = await app.make.user({ email: address })
    const people: { id: number; secrets: string[] }[] = []
    // neighbours: whole pages become free
    for (let i = 0; i < 150; i++) {
      const [email, phone] = [`left.behind.${i}.${newAddress()}`, newPhone()]
      const { id, record } = await app.make.user({ email, phone })
      people.push({ id, secrets: [email, phone, ...record.passwords.map(({ password }) => password)] })
    }
    const bob = await app.make.user()
    const pending = newAddress()
    await app.api.post('/api/accounts/me/email/request', { email: pending }, { as: bob })
    people.push({ id: bob.id, secrets: [pending] })
    const alice = await app.make.admin()
    const secrets = people.flatMap((one) => one.secrets)
    for (const { id } of people) expect((await app.api.delete(`/api/accounts/${id}`, { as: alice })).status).toBe(200)
    await app.deps.outbound.messenger.drain()
    await clearExpired(app.deps)
    await app.close()
    const file = await readFile(new URL(database.url), 'latin1')
    expect(file).toContain(address)
    expect(file).toContain(kept.username)
    expect(secrets.filter((secret) => file.includes(secret))).toEqual([])
    await expect(readFile(new URL(`${database.url}-wal`))).rejects.toMatchObject({ code: 'ENOENT' })
  } finally {
    await database.drop()
  }
}, 60_000)
