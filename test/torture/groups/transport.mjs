// HTTP that nobody means well with: too large, too deep, too slow, ambiguous.
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { operations } from '../../support/contract.ts'
import { median, quantile, tally, times } from '../lib/claims.mjs'
import { pour, rawExchange } from '../lib/raw.mjs'
import { until } from '../lib/service.mjs'

const MB = 1024 * 1024

export async function run(t) {
  await t.serve()
  const { port } = t.service
  const key = `x-api-key: ${t.admin.apiKey}\r\n`
  const post = (path, more, type = 'application/json') =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\n${key}Content-Type: ${type}\r\n${more}\r\n`
  await warm(t)
  const warmed = t.service.rssOfEach()
  // the first time of everything makes the heap as large as it gets; what grows after that would grow for ever
  await shapes(port, post, t.claim('gzip bombs, depth 100,000, a million keys, headers of 64 KB: 4xx, within three seconds'), t.times(3, 1))
  const before = t.service.rssOfEach()

  await sizes(t, port, post)
  await shapes(port, post, t.claim('the same again'), t.times(10, 1))
  await smuggling(t, port)
  await duplicates(t, port)
  await strangers(t, port)
  await otherSites(t)
  await slow(t, port)

  const memory = t.claim('memory of no process grows by 50 MB through all that, once it knows what large is')
  const after = t.service.rssOfEach()
  after.forEach((mb, i) => {
    memory.check(mb - before[i] < 50, `from ${before[i].toFixed(0)} to ${mb.toFixed(0)} MB`)
  })
  memory.seen = after.map((mb, i) => `${warmed[i].toFixed(0)} → ${before[i].toFixed(0)} → ${mb.toFixed(0)} MB`).join(', ')
  const alive = t.claim('no process died of it')
  const log = t.service.log()
  alive.check(!/"worker_died"/.test(log), 'a worker died')
  alive.check(!/"level":(50|60)/.test(log), () => `an error in the log: ${/^.*"level":(50|60).*$/m.exec(log)?.[0].slice(0, 400)}`)
}

/** The largest and the most that well-meaning clients send. */
async function warm(t) {
  const one = (i) => ({ username: `warm.${i}`, password: 'x'.repeat(250), algorithm: 'MD5', more: 'x'.repeat(60_000) })
  const row = (i) => ({ username: `warmer.${i}`, password: 'x'.repeat(250), algorithm: 'MD5', more: 'x'.repeat(600) })
  const post = (path, body) => t.api.raw('POST', path, { headers: { ...t.key, connection: 'close' }, body })
  for (let i = 0; i < t.times(1_000, 300); i += 50) await Promise.all(times(50).map((j) => post('/api/accounts', one(i + j))))
  for (let i = 0; i < t.times(40, 12); i += 4) {
    await Promise.all(times(4).map(() => post('/api/accounts/bulk', { dry_run: true, accounts: times(1_000).map(row) })))
  }
}

async function sizes(t, port, post) {
  const claim = t.claim('bodies of 1, 10 and 100 MB, with and without a length, to the API and to a form: 413, not read')
  const cases = times(t.times(3, 1)).flatMap(() =>
    t.times([1, 10, 100], [1, 20]).flatMap((mb) => [
      [mb, 'length'],
      [mb, 'chunked'],
      [mb, 'form'],
      [mb, 'bulk'],
    ]),
  )
  const seen = []
  await claim.each(cases, 2, async ([mb, how]) => {
    const path = how === 'bulk' ? '/api/accounts/bulk' : how === 'form' ? '/login' : '/api/accounts'
    const chunked = how === 'chunked'
    const head = post(
      path,
      chunked ? 'Transfer-Encoding: chunked\r\n' : `Content-Length: ${mb * MB + 1}\r\n`,
      how === 'form' ? 'application/x-www-form-urlencoded' : undefined,
    )
    const begin = performance.now()
    const { statuses } = await rawExchange(
      port,
      (socket) => {
        socket.write(head)
        const piece = chunked ? Buffer.from(`10000\r\n${'a'.repeat(65_536)}\r\n`) : undefined
        pour(socket, mb * MB + 1, piece)
      },
      10_000,
    )
    const ms = performance.now() - begin
    seen.push(statuses[0])
    // a form is asked where it comes from before it is read
    const right = how === 'form' ? [403, 413] : [413]
    return statuses.length === 1 && right.includes(statuses[0]) && ms < 5_000
      ? undefined
      : `${mb} MB by ${how}: ${statuses} after ${Math.round(ms)} ms`
  })
  claim.seen = tally(seen)
}

async function shapes(port, post, claim, rounds) {
  const bomb = gzipSync(Buffer.alloc(100 * MB, 32), { level: 9 })
  const deep = (n) => `${'['.repeat(n)}${']'.repeat(n)}`
  const keys = (n) =>
    `{${times(n)
      .map((i) => `"k${i}":0`)
      .join(',')}}`
  const withLength = (path, body, more = '', type) => [post(path, `${more}Content-Length: ${Buffer.byteLength(body)}\r\n`, type), body]
  const cases = {
    'a gzip bomb': withLength('/api/accounts', bomb, 'Content-Encoding: gzip\r\n'),
    'a gzip bomb of many rows': withLength('/api/accounts/bulk', bomb, 'Content-Encoding: gzip\r\n'),
    'a gzip bomb in a form': withLength('/login', bomb, 'Content-Encoding: gzip\r\n', 'application/x-www-form-urlencoded'),
    'deflate and br': withLength('/api/accounts', 'xx', 'Content-Encoding: deflate, br\r\n'),
    'depth 30,000': withLength('/api/accounts', deep(30_000)),
    'depth 100,000': withLength('/api/accounts', deep(100_000)),
    'depth 100,000 in many rows': withLength('/api/accounts/bulk', `{"accounts":${deep(100_000)}}`),
    'depth 100,000 as a row': withLength('/api/accounts/bulk', `{"accounts":[{"username":${deep(100_000)}}]}`),
    'depth 100,000 of objects': withLength('/api/accounts/bulk', `{"accounts":[${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}]}`),
    'a million keys': withLength('/api/accounts', keys(1_000_000)),
    '6,000 keys': withLength('/api/accounts', keys(6_000)),
    '80,000 keys in many rows': withLength('/api/accounts/bulk', `{"accounts":[${keys(80_000)}]}`),
    'a million keys in many rows': withLength('/api/accounts/bulk', `{"accounts":[${keys(1_000_000)}]}`),
    '10,000 fields of a form': withLength(
      '/login',
      times(5_000)
        .map((i) => `a${i}=1`)
        .join('&')
        .slice(0, 32_000),
      '',
      'application/x-www-form-urlencoded',
    ),
    'a deep form': withLength('/login', `a${'[a]'.repeat(10_000)}=1`, '', 'application/x-www-form-urlencoded'),
    'a header of 64 KB': `GET /api/ping HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'a'.repeat(65_536)}\r\n\r\n`,
    'a thousand headers': `GET /api/ping HTTP/1.1\r\nHost: localhost\r\n${times(3_000)
      .map((i) => `X-${i}: ${'a'.repeat(20)}\r\n`)
      .join('')}\r\n`,
    'a target of 64 KB': `GET /api/${'a'.repeat(65_536)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  }
  await claim.each(
    times(rounds).flatMap(() => Object.entries(cases)),
    2,
    async ([name, bytes]) => {
      const begin = performance.now()
      const { statuses, answer } = await rawExchange(port, bytes, 5_000)
      const ms = performance.now() - begin
      // of many rows a bad one is refused by itself
      const refused = /many rows|as a row|of objects/.test(name) ? [200, 400, 413, 415, 422] : [400, 403, 413, 415, 422, 431]
      return statuses.length === 1 && refused.includes(statuses[0]) && ms < 3_000
        ? undefined
        : `${name}: ${statuses} after ${Math.round(ms)} ms ${answer.slice(0, 300)}`
    },
  )
}

/** What two servers could cut differently: nothing of it may be answered as a second request. */
async function smuggling(t, port) {
  const second = 'GET /api/ping HTTP/1.1\r\nHost: localhost\r\n\r\n'
  const head = 'POST /api/accounts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
  const cases = {
    'length and chunks': `${head}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${second}`,
    'chunks and length': `${head}Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n${second}`,
    'two lengths': `${head}Content-Length: 0\r\nContent-Length: ${second.length}\r\n\r\n${second}`,
    'lengths in a list': `${head}Content-Length: 0, ${second.length}\r\n\r\n${second}`,
    'a space before the colon': `${head}Transfer-Encoding : chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n${second}`,
    xchunked: `${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${second}`,
    'chunked, identity': `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${second}`,
    'chunked twice': `${head}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${second}`,
    'a folded header': `${head}Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n${second}`,
    'a vertical tab': `${head}Transfer-Encoding: \x0bchunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n${second}`,
    'a signed length': `${head}Content-Length: +0\r\n\r\n${second}`,
    'a negative length': `${head}Content-Length: -1\r\n\r\n${second}`,
    'a hexadecimal length': `${head}Content-Length: 0x0\r\n\r\n${second}`,
    'a huge length': `${head}Content-Length: 18446744073709551616\r\n\r\n${second}`,
    'a chunk of 0x0': `${head}Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n${second}`,
    'a huge chunk': `${head}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n\r\n${second}`,
    'a bare LF': `POST /api/accounts HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\nContent-Length: 5\n\n0\n\n${second}`,
    'a CR in a header': `${head}X-A: a\rTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n${second}`,
    'NUL in a header': `${head}X-A: a\0\r\nContent-Length: 0\r\nContent-Length: 9\r\n\r\n${second}`,
    'a chunk extension with a line': `${head}Transfer-Encoding: chunked\r\n\r\n1;a="\n"\r\na\r\n0\r\n\r\n${second}`,
    'no method': `\0\0\0 / HTTP/1.1\r\n\r\n${second}`,
    'HTTP/0.9': `GET /api/ping\r\n\r\n${second}`,
    'HTTP/2 preface': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  }
  await t.claim('requests that two servers could cut differently: one answer, a 400, and the connection ends').each(
    times(t.times(20, 2)).flatMap(() => Object.entries(cases)),
    8,
    async ([name, bytes]) => {
      const { statuses, answer, how } = await rawExchange(port, bytes, 1_500)
      const smuggled = answer.includes('pong')
      return !smuggled && statuses.length <= 1 && (statuses.length === 0 || (statuses[0] >= 400 && statuses[0] < 500)) && how === 'closed'
        ? undefined
        : `${name}: ${statuses} ${how}${smuggled ? ', the second was answered' : ''}`
    },
  )
}

async function duplicates(t, port) {
  const good = `x-api-key: ${t.admin.apiKey}\r\n`
  const cases = {
    'a right and a wrong key': [`${good}x-api-key: wrong\r\n`, [401]],
    'a wrong and a right key': [`x-api-key: wrong\r\n${good}`, [401]],
    'the right key twice': [good + good, [401]],
    'two hosts': [`${good}Host: evil.example.org\r\n`, [400]],
    'two From, the second somebody else': [`${good}From: sip:alice.admin@sip.example.org\r\nFrom: sip:bob@sip.example.org\r\n`, [200, 401]],
    'two Authorization': ['Authorization: Digest username="a"\r\nAuthorization: Digest username="b"\r\n', [401]],
    'two Content-Type': [`${good}Content-Type: application/json\r\nContent-Type: text/html\r\n`, [200]],
    'two Content-Length': [`${good}Content-Length: 0\r\nContent-Length: 0\r\n`, [200, 400]],
  }
  await t.claim('duplicate headers: refused, or the first counts').each(
    times(t.times(20, 2)).flatMap(() => Object.entries(cases)),
    8,
    async ([name, [more, right]]) => {
      const { statuses } = await rawExchange(
        port,
        `GET /api/accounts/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${more}\r\n`,
        3_000,
      )
      return statuses.length === 1 && right.includes(statuses[0]) ? undefined : `${name}: ${statuses}`
    },
  )
}

/** Bodies of those who have no credentials: the largest that an operation takes, of what is dear to parse. */
async function strangers(t, port) {
  const dear = ['['.repeat(MB - 2), `{"accounts":[${times(80_000).map((i) => `{"${i}":0}`)}]}`.slice(0, MB), 'x'.repeat(MB)]
  const head = 'POST /api/accounts/bulk HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
  const unread = t.claim('bodies of 1 MB of strangers: 401 before the body has come')
  await unread.each(times(t.times(200, 40)), 8, async (i) => {
    const { statuses } = await rawExchange(port, `${head}${i % 2 ? 'Transfer-Encoding: chunked' : `Content-Length: ${MB}`}\r\n\r\n`, 2_000)
    return String(statuses) === '401' ? undefined : `answered ${statuses}`
  })
  const beside = t.claim('six strangers who send 1 MB after 1 MB: others are answered within 100 ms, at the median')
  let over = false
  let sent = 0
  const lanes = times(6).map(async (i) => {
    while (!over) {
      const { statuses } = await rawExchange(
        port,
        [`${head}Connection: close\r\nContent-Length: ${dear[i % 3].length}\r\n\r\n`, dear[i % 3]],
        5_000,
      )
      sent++
      beside.check(statuses[0] === 401, `a stranger was answered ${statuses}`)
    }
  })
  const spent = []
  const end = performance.now() + t.times(10_000, 2_000)
  while (performance.now() < end) {
    const begin = performance.now()
    await t.api.get('/api/ping')
    spent.push(performance.now() - begin)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  over = true
  await Promise.all(lanes)
  beside.check(median(spent) < 100, `${median(spent).toFixed(1)} ms`)
  beside.seen = `p50 ${median(spent).toFixed(1)} ms, p99 ${quantile(spent, 0.99).toFixed(1)} ms beside ${sent} bodies`
}

/** What a browser adds to a request of another site's page, to every operation that asks for credentials, with right ones. */
async function otherSites(t) {
  const secured = operations.filter(({ security }) => security?.length)
  const says = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: 'null' },
    { origin: 'https://evil.example.net' },
    { origin: 'null' },
  ]
  const claim = t.claim(`pages of other sites: each of ${secured.length} operations with credentials is 403, and does nothing`)
  const before = await t.db.rows('select count(*) as n from audit_log')
  const cases = times(t.times(10, 1)).flatMap(() => secured.flatMap((operation) => says.map((headers) => ({ operation, headers }))))
  await claim.each(cases, 8, async ({ operation: { operationId, method, path }, headers }) => {
    const target = `/api${path.replace(/\{[^}]*\}/, String(t.admin.id ?? 1))}`
    const { status, body } = await t.api.raw(method.toUpperCase(), target, { headers: { ...t.key, ...headers } })
    return status === 403 && body.code === 'cross_site' ? undefined : `${operationId}: ${status} ${body?.code}`
  })
  const after = await t.db.rows('select count(*) as n from audit_log')
  claim.check(Number(after[0].n) === Number(before[0].n), 'the audit log has grown')
}

async function slow(t, port) {
  const count = t.times(2_000, 500)
  const claim = t.claim(`${count} slow sockets: a good client's requests stay under 250 ms at p99`)
  let open = 0
  const errors = []
  const sockets = []
  for (let i = 0; i < count; i++) {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.on('error', (/** @type {NodeJS.ErrnoException} */ error) => errors.push(error.code)).resume() // or it would not learn of its end
    socket.on('close', () => open--)
    sockets.push(socket)
    socket.once('connect', () => {
      open++
      // headers that never end, bodies that never end
      if (i % 2) socket.write('GET /api/ping HTTP/1.1\r\nHost: localhost\r\nX-A: ')
      else
        socket.write(
          `POST /api/accounts HTTP/1.1\r\nHost: localhost\r\nx-api-key: ${t.admin.apiKey}\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{`,
        )
    })
    // no more at once than a system queues for one that listens
    if (i % 200 === 199 || i === count - 1) await until('slow sockets', () => sockets.every((one) => !one.connecting))
  }
  const drip = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('a')
  }, 1_000)
  const spent = []
  try {
    const most = open
    const end = performance.now() + t.times(15_000, 3_000)
    while (performance.now() < end) {
      const begin = performance.now()
      const { status } = await t.api.get('/api/accounts/me', { headers: t.key })
      spent.push(performance.now() - begin)
      if (status !== 200) claim.faults.push(`answered ${status}`)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    claim.tries = spent.length
    const p99 = quantile(spent, 0.99)
    claim.seen = `p99 ${p99.toFixed(1)} ms beside ${most} sockets`
    if (most < count * 0.95) claim.faults.push(`only ${most} slow sockets were open: ${tally(errors)}`)
    if (p99 >= 250) claim.faults.push(claim.seen)
    if (!t.short) {
      const gone = t.claim('slow sockets are closed after 30 s, and some for the look-out')
      await new Promise((resolve) => setTimeout(resolve, 50_000))
      gone.check(open === 0, `${open} of ${count} are still open`)
    }
  } finally {
    clearInterval(drip)
    for (const socket of sockets) socket.destroy()
  }
}
