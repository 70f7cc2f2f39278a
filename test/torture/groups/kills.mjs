// Processes that end: by SIGKILL, as in a power cut of the machine's mind, and by SIGTERM, as at every update.
import { connect } from 'node:net'
import { familyOf } from '../../../scripts/lib/processTree.mjs'
import { times } from '../lib/claims.mjs'
import { halves } from '../lib/database.mjs'
import { DOMAIN, ha1Of } from '../lib/people.mjs'
import { until } from '../lib/service.mjs'

export async function run(t) {
  await t.serve()
  await killed(t)
  await terminated(t)
  await workerKilled(t)
}

/** Creations, changes and deletions, until the service is killed; what was answered with 200 must be there afterwards, and whole. */
async function killed(t) {
  const rounds = t.times(20, 1)
  const perRound = t.times(700, 150)
  const lost = t.claim(`kill -9 in the middle of writes, ${rounds} times: no acknowledged write is lost`)
  const half = t.claim('kill -9 in the middle of writes: nothing is half-made')
  let acknowledged = 0
  for (let round = 0; round < rounds; round++) {
    /** what the service said of each account: made with this password, activated or not, deleted */
    const state = new Map()
    let n = 0
    let ended = false
    const done = []
    const lane = async () => {
      while (!ended) {
        const i = n++
        const person = {
          username: `writer.${round}.${i}`,
          password: t.secret('password', `Pw${t.random.hex(12)}`),
          algorithm: i % 2 ? 'MD5' : 'SHA-256',
        }
        try {
          const { status, body } = await t.api.post('/api/accounts', { ...person, activated: true }, { headers: t.key })
          if (status !== 200) throw new Error(`${status}`)
          state.set(person.username, { ...person, id: body.id, activated: true, deleted: false })
          done.push(i)
          const mine = state.get(person.username)
          if (i % 3 === 1) {
            mine.unsure = 'activated'
            const answer = await t.api.post(`/api/accounts/${body.id}/deactivate`, undefined, { headers: t.key })
            if (answer.status === 200) Object.assign(mine, { activated: false, unsure: undefined })
          } else if (i % 3 === 2) {
            mine.unsure = 'deleted'
            const answer = await t.api.delete(`/api/accounts/${body.id}`, { headers: t.key })
            if (answer.status === 200) Object.assign(mine, { deleted: true, unsure: undefined })
          } else continue
          done.push(i)
        } catch {
          // not acknowledged: whole or not at all
        }
        if (done.length >= perRound) ended = true
      }
    }
    const lanes = Promise.all(times(16).map(lane))
    const atWork = perRound - t.random.below(Math.floor(perRound / 3))
    while (done.length < atWork && !ended) await new Promise((resolve) => setTimeout(resolve, 5))
    await t.service.kill()
    ended = true
    await lanes
    acknowledged += done.length
    const rows = await t.db.rows(
      `select username, activated, algorithm, password from accounts left join passwords on account_id = id where username like 'writer.${round}.%'`,
    )
    const there = new Map(rows.map((row) => [row.username, row]))
    for (const mine of state.values()) {
      const row = there.get(mine.username)
      if (!row) lost.check(mine.deleted || mine.unsure === 'deleted', `${mine.username} is gone`)
      else {
        const right = row.algorithm === mine.algorithm && row.password === ha1Of({ ...mine, domain: DOMAIN }, mine.algorithm)
        const active = mine.unsure === 'activated' || Boolean(row.activated) === mine.activated
        lost.check(!mine.deleted && right && active, () => `${JSON.stringify(mine)} is ${JSON.stringify(row)}`)
      }
    }
    const found = [...(await halves(t.db)), ...(rows.length === there.size ? [] : ['an account with two passwords'])]
    if ((await t.db.integrity()) !== 'ok') found.push('the database is damaged')
    half.check(found.length === 0, found.join(', '))
    await t.restart()
  }
  lost.seen = `${acknowledged} acknowledged writes`
}

/** One connection, one request at a time, kept alive as long as the service wants. */
async function client(port, request, outcome, isOver) {
  while (!isOver()) {
    await new Promise((/** @type {(value?: undefined) => void} */ closed) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true })
      let buffer = ''
      let asked
      const ask = () => {
        if (isOver()) {
          socket.end()
          return
        }
        asked = request()
        asked.reused = asked.reused ?? false
        buffer = ''
        socket.write(asked.bytes)
      }
      socket.setEncoding('latin1').on('error', () => undefined)
      socket.on('connect', ask)
      socket.on('data', (chunk) => {
        buffer += chunk
        const head = buffer.indexOf('\r\n\r\n')
        const length = Number(/\r\ncontent-length: (\d+)/i.exec(buffer)?.[1] ?? 0)
        if (head < 0 || buffer.length < head + 4 + length) return
        outcome(asked, Number(buffer.slice(9, 12)))
        asked = undefined
        if (/\r\nconnection: close/i.test(buffer.slice(0, head))) socket.end()
        else ask()
      })
      socket.on('close', () => {
        if (asked) outcome(asked, buffer === '' ? 'unanswered' : 'cut')
        closed()
      })
    })
    if (!isOver()) await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** One worker at a time, while connections come and go: each connection ends, and the others serve on. */
async function workerKilled(t) {
  await t.restart()
  const kills = t.times(20, 4)
  const { port, pid } = t.service
  const left = t.claim(`kill -9 of one worker under load, ${kills} times: every connection ends, answered or not`)
  const serves = t.claim('kill -9 of one worker: the others answer at once, and it is replaced')
  let over = false
  let ended = 0
  const open = new Set()
  const ask = () =>
    new Promise((/** @type {(answer: string) => void} */ done) => {
      const socket = connect({ port, host: '127.0.0.1' })
      let answer = ''
      open.add(socket)
      socket.setEncoding('latin1').on('data', (text) => {
        answer += text
      })
      socket.on('error', () => undefined)
      socket.on('close', () => {
        open.delete(socket)
        ended++
        done(answer)
      })
      socket.end('GET /api/ping HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    })
  const lanes = times(48).map(async () => {
    while (!over) await ask()
  })
  for (let i = 0; i < kills; i++) {
    const workers = familyOf(pid).slice(1)
    const begun = t.service.log().split('"worker_started"').length
    process.kill(workers[t.random.below(workers.length)], 'SIGKILL')
    const begin = performance.now()
    let answered = false
    // what the dead one had in hand is cut; the next ones are not
    for (let tries = 0; tries < 5 && !answered; tries++) answered = (await ask()).startsWith('HTTP/1.1 200')
    serves.check(answered && performance.now() - begin < 2_000, `no answer within ${Math.round(performance.now() - begin)} ms`)
    await until('another worker', () => t.service.log().split('"worker_started"').length > begun)
  }
  over = true
  const wait = performance.now() + 10_000
  while (open.size > 0 && performance.now() < wait) await new Promise((resolve) => setTimeout(resolve, 50))
  left.tries = ended
  if (open.size > 0) left.faults.push(`${open.size} connections were still open after 10 s`)
  for (const socket of open) socket.destroy()
  await Promise.all(lanes)
}

async function terminated(t) {
  const rounds = t.times(50, 1)
  const dropped = t.claim(`SIGTERM under load, ${rounds} times: no accepted request is dropped`)
  const late = t.claim('SIGTERM under load: ended within 10 s, with code 0')
  const spent = []
  const others = []
  for (let round = 0; round < rounds; round++) {
    let n = 0
    let over = false
    const outcomes = new Map()
    const request = () => {
      const username = `leaver.${round}.${n++}`
      const body = JSON.stringify({ username, password: 'secret-of-leaver', algorithm: 'MD5' })
      const bytes = `POST /api/accounts HTTP/1.1\r\nHost: localhost\r\nx-api-key: ${t.admin.apiKey}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
      return { username, bytes }
    }
    const { port } = t.service
    const clients = times(24).map(() =>
      client(
        port,
        request,
        ({ username }, what) => outcomes.set(username, what),
        () => over,
      ),
    )
    await new Promise((resolve) => setTimeout(resolve, 300 + t.random.below(300)))
    const { code, ms } = await t.service.stop()
    over = true
    await Promise.all(clients)
    spent.push(ms)
    late.check(code === 0 && ms < 10_000, `ended with ${code} after ${Math.round(ms)} ms`)
    const made = new Set(
      (await t.db.rows(`select username from accounts where username like 'leaver.${round}.%'`)).map((row) => row.username),
    )
    for (const [username, what] of outcomes) {
      const there = made.has(username)
      // unanswered and not done: it was refused, and may be sent again
      const fine = what === 200 ? there : what === 'unanswered' && !there
      dropped.check(fine, `${username}: ${what}, ${there ? 'made' : 'not made'}`)
      if (what === 'unanswered' && !there) others.push(what)
    }
    if (round < rounds - 1) await t.restart()
  }
  late.seen = `${Math.round(Math.max(...spent))} ms at most`
  dropped.seen = `${others.length} connections of ${24 * rounds} clients were closed unread`
}
