// What the service needs goes away: the database, Redis, the disk. It says so, lets nobody in meanwhile, and is back by itself.
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openFile } from '#built/db/sqlite/openFile.js'
import { tally, times } from '../lib/claims.mjs'
import { halves, sqlite } from '../lib/database.mjs'
import { answer, challengeFor, fromOf, ME, makePeople, ncOf } from '../lib/people.mjs'
import { ownPostgres, ownRedis, postgresPrograms, smallDisk } from '../lib/servers.mjs'
import { until } from '../lib/service.mjs'

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

export async function run(t) {
  if (t.database === 'postgresql') await postgresRestarted(t)
  else {
    await sqliteLocked(t)
    await diskFull(t)
  }
  // the short run has it once
  if (!t.short || t.database === 'sqlite') await withoutRedis(t)
}

/** Requests at a fixed rate, whatever becomes of them: reads by key and by digest, and creations. */
function traffic(t, people, perSecond, prefix) {
  const answers = []
  let n = 0
  let over = false
  const nonces = new Map()
  const one = async (i) => {
    const bob = people[i % people.length]
    if (i % 4 === 0) {
      const username = `${prefix}.${i}`
      return [await t.api.post('/api/accounts', { username, password: 'secret-1', algorithm: 'MD5' }, { headers: t.key }), username]
    }
    if (i % 4 === 1) return [await t.api.get(`/api/accounts/${bob.id}`, { headers: t.key })]
    if (i % 4 === 2) return [await t.api.get(`/api/accounts/${bob.username}@sip.example.org/info`)]
    const nonce = nonces.get(bob) ?? { count: 0, ...(await challengeFor(t, bob)) }
    if (!nonce.nonce) return [nonce.challenge]
    nonces.set(bob, nonce)
    return [await t.api.raw('GET', ME, { headers: { from: fromOf(bob), authorization: answer(nonce, bob, { nc: ncOf(++nonce.count) }) } })]
  }
  const running = new Set()
  const loop = (async () => {
    const begin = performance.now()
    while (!over) {
      while (!over && n < ((performance.now() - begin) / 1000) * perSecond) {
        const at = performance.now()
        const work = one(n++).then(
          ([{ status }, username]) => answers.push({ at, ms: performance.now() - at, status, username }),
          (error) => answers.push({ at, status: 'broken', fault: `${error?.message ?? error}` }),
        )
        running.add(work)
        work.finally(() => running.delete(work))
      }
      await pause(5)
    }
    await Promise.all(running)
  })()
  return {
    answers,
    async stop() {
      over = true
      await loop
      return answers
    },
  }
}

/** Waits until nothing but 200 was answered for 1.5 seconds, or until some time. */
async function settled(answers, end) {
  for (let begin = performance.now(); performance.now() < Math.min(end, begin + 1_500); await pause(50)) {
    const last = answers.findLast(({ status }) => status !== 200)
    if (last) begin = Math.max(begin, last.at + (last.ms ?? 0))
  }
}

/** 200, or 503 with Retry-After (the client checks that): and each creation that was acknowledged is there. */
async function judge(t, answers, claim, prefix) {
  for (const { status, fault } of answers) claim.check(status === 200 || status === 503, () => fault ?? `answered ${status}`)
  const there = new Set(
    (await t.db.rows(`select username from accounts where username like '${prefix}.%'`)).map(({ username }) => username),
  )
  for (const { status, username } of answers) {
    if (username && status === 200) claim.check(there.has(username), `${username} was acknowledged and is gone`)
  }
}

async function postgresRestarted(t) {
  if (!postgresPrograms()) {
    t.claim('database restarted').seen = 'not tried: it takes the programs of a PostgreSQL server, to start one of its own'
    return
  }
  const server = await ownPostgres()
  t.after(() => server.remove())
  const db = t.makeDatabase(server.url)
  await t.serve({}, { db })
  const people = await makePeople(t, 50)
  const rounds = t.times(10, 1)
  const meanwhile = t.claim(`database restarted under 200 requests/s, ${rounds} times: only 200, and 503 with Retry-After`)
  const back = t.claim('database restarted: all is well 5 s after it is there again')
  const spent = []
  let all = []
  for (let round = 0; round < rounds; round++) {
    const prefix = `visitor.${round}`
    const load = traffic(t, people, 200, prefix)
    await pause(1_000)
    await server.restart()
    const there = performance.now()
    await settled(load.answers, there + 6_500)
    const answers = await load.stop()
    await judge(t, answers, meanwhile, prefix)
    const last = Math.max(there, ...answers.filter(({ status }) => status !== 200).map(({ at }) => at))
    spent.push(last - there)
    const bad = answers.filter(({ at, status }) => at > there + 5_000 && status !== 200)
    back.check(bad.length === 0, `${bad.length} after 5 s, the first ${bad[0]?.status} ${bad[0]?.fault}`)
    all = all.concat(answers.map(({ status }) => status))
  }
  meanwhile.seen = tally(all)
  back.seen = `the last 503 at most ${Math.round(Math.max(...spent))} ms after it was there`
  t.service.kill()
}

/** As a backup tool or a careless hand with sqlite3 does. */
async function sqliteLocked(t) {
  await t.serve()
  const people = await makePeople(t, 50)
  const claim = t.claim('database locked by another program for longer than we wait: only 200, and 503 with Retry-After')
  const back = t.claim('database locked: all is well 1 s after')
  const rounds = t.times(3, 1)
  let all = []
  for (let round = 0; round < rounds; round++) {
    const prefix = `visitor.${round}`
    const load = traffic(t, people, 100, prefix)
    await pause(500)
    const other = openFile(t.db.file, { timeout: 5_000 })
    other.exec('begin immediate')
    await pause(t.times(7_000, 5_600))
    other.exec('rollback')
    other.close()
    const there = performance.now()
    await settled(load.answers, there + 3_000)
    const answers = await load.stop()
    await judge(t, answers, claim, prefix)
    const bad = answers.filter(({ at, status }) => at > there + 1_000 && status !== 200)
    back.check(bad.length === 0, `${bad.length} after 1 s, the first ${bad[0]?.status} ${bad[0]?.fault}`)
    all = all.concat(answers.map(({ status }) => status))
  }
  claim.seen = tally(all)
  await t.service.kill()
}

async function diskFull(t) {
  const disk = smallDisk(6)
  const claim = t.claim('disk full: writes are 503 with Retry-After, reads are answered')
  if (!disk) {
    claim.seen = 'not tried: mounting a small disk takes root'
    return
  }
  t.after(() => disk.remove())
  const db = sqlite(join(disk.folder, 'accounts.db'))
  await t.serve({}, { db })
  const [bob] = await makePeople(t, 10)
  const whole = t.claim('disk full: the database stays whole, with every acknowledged write')
  const back = t.claim('disk full: all is well once there is room again')
  const made = []
  const seen = []
  const filler = join(disk.folder, 'filler')
  for (let round = 0; round < t.times(5, 1); round++) {
    const { bavail, bsize } = statfsSync(disk.folder)
    // room for some writes, so that it is full in the middle of them
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - 200_000)))
    let full = 0
    for (let i = 0; full < 20 && i < 3_000; i += 8) {
      const create = async (j) => {
        const username = `filler.${round}.${i + j}`
        const { status } = await t.api.post('/api/accounts', { username, password: 'secret-1', algorithm: 'MD5' }, { headers: t.key })
        seen.push(status)
        if (status === 200) made.push(username)
        else full++
        return status
      }
      for (const status of await Promise.all(times(8).map(create)))
        claim.check(status === 200 || status === 503, `a creation answered ${status}`)
    }
    claim.check(full > 0, 'the disk did not become full')
    for (let i = 0; i < 20; i++) {
      const { status } = await t.api.get(`/api/accounts/${bob.id}`, { headers: t.key })
      claim.check(status === 200, `a read answered ${status}`)
    }
    rmSync(filler)
    await until(
      'a write',
      async () =>
        (await t.api.post('/api/accounts', { username: `after.full.${round}`, password: 'secret-1', algorithm: 'MD5' }, { headers: t.key }))
          .status === 200,
      10_000,
    ).then(
      () => back.check(true),
      (error) => back.check(false, error.message),
    )
    const there = new Set((await db.rows('select username from accounts')).map(({ username }) => username))
    const integrity = await db.integrity()
    const faults = [...(await halves(db)), ...made.filter((username) => !there.has(username)).map((name) => `${name} is gone`)]
    whole.check(integrity === 'ok' && faults.length === 0, `${integrity}; ${faults.slice(0, 5)}`)
  }
  claim.seen = tally(seen)
  await t.service.kill()
}

async function withoutRedis(t) {
  const redis = await ownRedis()
  t.after(() => redis.remove())
  await t.serve({ REDIS_URL: redis.url, RATE_LIMIT: 'on' })
  const people = await makePeople(t, t.times(400, 120))
  let last = 0
  const next = () => people[last++ % people.length]
  const send = (person, authorization) => t.api.raw('GET', ME, { headers: { from: fromOf(person), authorization } })
  const rounds = t.times(5, 1)
  const digest = t.claim('Redis gone: a right digest is 503, an API key goes on')
  const wrong = t.claim('Redis gone: a wrong password gets nobody in, and guessing is slowed down')
  const replay = t.claim('an answer that was used before Redis was lost is refused after it is back, empty')
  const back = t.claim('Redis back: everybody logs in within 5 s')
  const spent = []
  for (let round = 0; round < rounds; round++) {
    const used = []
    for (let i = 0; i < 10; i++) {
      const bob = next()
      const header = answer(await challengeFor(t, bob), bob)
      if ((await send(bob, header)).status !== 200) throw new Error('a login failed while Redis was there')
      used.push([bob, header])
    }
    await redis.kill()
    await digest.each(times(20), 4, async () => {
      const bob = next()
      const statuses = [
        (await send(bob, answer(await challengeFor(t, bob), bob))).status,
        (await t.api.get(`/api/accounts/${bob.id}`, { headers: t.key })).status,
      ]
      return String(statuses) === '503,200' ? undefined : `digest ${statuses[0]}, key ${statuses[1]}`
    })
    const victim = next()
    const nonce = await challengeFor(t, victim)
    const statuses = []
    // each process counts for itself: five free ones each
    await wrong.each(times(40), 4, async (i) => {
      const { status } = await send(victim, answer(nonce, victim, { nc: ncOf(i + 1), password: `wrong-${i}` }))
      statuses.push(status)
      return status === 401 || status === 429 ? undefined : `answered ${status}`
    })
    const looked = statuses.filter((s) => s === 401).length
    wrong.check(looked <= 24 && statuses.includes(429), `of 40 wrong passwords ${looked} were looked at`)
    await redis.start()
    const begin = performance.now()
    await until(
      'a login',
      async () => {
        const bob = next()
        return (await send(bob, answer(await challengeFor(t, bob), bob))).status === 200
      },
      10_000,
    ).catch(() => undefined)
    const ms = performance.now() - begin
    spent.push(ms)
    back.check(ms < 5_000, `${Math.round(ms)} ms`)
    await replay.each(used, 4, async ([bob, header]) => {
      const statuses = (await Promise.all(times(4).map(() => send(bob, header)))).map(({ status }) => status)
      return statuses.includes(200) ? `accepted again: ${statuses}` : undefined
    })
    // all processes, each by a login of its own
    await until(
      'all processes',
      async () => {
        const all = await Promise.all(
          times(8).map(async () => {
            const bob = next()
            return (await send(bob, answer(await challengeFor(t, bob), bob))).status
          }),
        )
        return all.every((s) => s === 200)
      },
      10_000,
    ).catch((error) => back.check(false, error.message))
  }
  back.seen = `the first one at most ${Math.round(Math.max(...spent))} ms after`
}
