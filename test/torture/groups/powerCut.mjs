// A power cut takes what was written and never synced. PostgreSQL answers for itself (synchronous_commit); SQLite is ours to set up.
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { times } from '../lib/claims.mjs'
import { halves, sqlite } from '../lib/database.mjs'
import { answer, challengeFor, fromOf, ME, makePeople, ncOf } from '../lib/people.mjs'

export async function run(t) {
  if (t.database === 'postgresql') return settings(t)
  const claim = t.claim('power cut: SQLite has every acknowledged account write on the disk')
  const whole = t.claim('power cut: the database is whole')
  const shim = join(t.folder, 'powerCut.so')
  try {
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', shim, join(import.meta.dirname, '..', 'lib', 'powerCut.c'), '-ldl'], {
      stdio: 'pipe',
    })
  } catch (error) {
    claim.seen = `not tried: it takes a C compiler (${`${error.message}`.split('\n')[0]})`
    return
  }
  await t.serve({ LD_PRELOAD: shim })
  const [bob] = await makePeople(t, 1)
  let nonces = [0, 0]
  for (let round = 0; round < t.times(10, 1); round++) {
    const made = []
    const deleted = new Set()
    /** asked for, and perhaps done when the power went */
    const unsure = new Set()
    let n = 0
    let cut = false
    let logins = 0
    const nonce = await challengeFor(t, bob)
    const lane = async () => {
      while (!cut) {
        const username = `durable.${round}.${n++}`
        try {
          const { status, body } = await t.api.post(
            '/api/accounts',
            { username, password: 'secret-1', algorithm: 'MD5', activated: true },
            { headers: t.key },
          )
          if (status !== 200) continue
          made.push(username)
          if (n % 4 === 0) {
            unsure.add(username)
            if ((await t.api.delete(`/api/accounts/${body.id}`, { headers: t.key })).status === 200) deleted.add(username)
            unsure.delete(username)
          }
          if (
            (await t.api.raw('GET', ME, { headers: { from: fromOf(bob), authorization: answer(nonce, bob, { nc: ncOf(n) }) } })).status ===
            200
          )
            logins++
        } catch {} // cut
      }
    }
    const lanes = Promise.all(times(8).map(lane))
    while (made.length < 150 + t.random.below(150)) await new Promise((resolve) => setTimeout(resolve, 5))
    await t.service.kill()
    cut = true
    await lanes
    const folder = mkdtempSync(join(t.folder, 'cut-'))
    const image = join(folder, 'accounts.db')
    for (const end of ['', '-wal'])
      if (existsSync(`${t.db.file}${end}.durable`)) copyFileSync(`${t.db.file}${end}.durable`, `${image}${end}`)
    const after = sqlite(image)
    const there = new Set(
      (await after.rows(`select username from accounts where username like 'durable.${round}.%'`)).map(({ username }) => username),
    )
    for (const username of made)
      claim.check(
        unsure.has(username) || there.has(username) !== deleted.has(username),
        `${username} ${deleted.has(username) ? 'is back' : 'is gone'}`,
      )
    const uses = (await after.rows(`select count(*) as n from nonce_uses where nonce = '${nonce.nonce}'`))[0].n
    nonces = [nonces[0] + uses, nonces[1] + logins]
    const found = await halves(after)
    const integrity = await after.integrity()
    whole.check(integrity === 'ok' && found.length === 0, `${integrity} ${found}`)
    await t.restart()
  }
  claim.seen = `of ${nonces[1]} uses of nonces ${nonces[0]} were on it too`
}

async function settings(t) {
  await t.serve()
  const [{ synchronous_commit }] = await t.db.rows('show synchronous_commit')
  t.claim("power cut: our connections leave PostgreSQL's synchronous_commit on").check(
    synchronous_commit === 'on',
    `it is ${synchronous_commit}`,
  )
}
