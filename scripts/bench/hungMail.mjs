// npm run bench:hung-mail [-- --seconds 60 --rate 200 --mails 4 --database sqlite|postgresql --rounds 2]
// Serves a fixed rate of mixed requests (of which some send mail) while the mail server answers, and while it hangs, in turns: how long do callers
// wait, and does every mail arrive once the server answers again? Latency counts from the moment that a request was due, not from when it was sent.
import { parseArgs } from 'node:util'
import { open } from '../lib/httpLoad.mjs'
import { paced } from '../lib/pacedLoad.mjs'
import { ownDatabases } from './databases.mjs'
import { API_KEY, PASSWORD, REALM, username } from './seed.mjs'
import { startMailServer, startService } from './target.mjs'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '200' },
    mails: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '2' },
    database: { type: 'string', default: 'sqlite' },
  },
})
const [seconds, rate, mailsPerSecond, rounds] = [values.seconds, values.rate, values.mails, values.rounds].map(Number)
const ACCOUNTS = 10_000
const CONNECTIONS = 32

const databases = ownDatabases(values.database)
const url = await databases.make('mail', ACCOUNTS)
const mailServer = await startMailServer()
const service = await startService(url, databases.folder, { MAIL_URL: mailServer.url, CODE_TTL: '86400' })
const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, () => open(service.port)))

let mails = 0
const failures = {}
try {
  await phase(10) // warm-up
  const rows = []
  for (let round = 1; round <= rounds; round++) {
    rows.push({ round, mail: 'answers', ...(await phase(seconds)) })
    mailServer.hang()
    rows.push({ round, mail: 'hangs', ...(await phase(seconds)) })
    mailServer.heal()
  }
  rows.push({ round: rounds, mail: 'answers', ...(await phase(seconds)) })
  console.table(rows)
  for (const socket of sockets) socket.close()
  const healed = performance.now()
  let taken = await mailServer.count()
  while (taken.recipients < mails && performance.now() - healed < 300_000) {
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    taken = await mailServer.count()
  }
  const p99 = (mail) => median(rows.filter((row) => row.mail === mail).map((row) => row.p99_ms))
  console.log(`p99 while hung ÷ usual: ${(p99('hangs') / p99('answers')).toFixed(2)}; answers other than 200: ${JSON.stringify(failures)}`)
  console.log(
    `${mails} mails asked for, ${taken.recipients} arrived (${taken.mails - taken.recipients} more than once), all ${Math.round((performance.now() - healed) / 1000)} s after the last phase`,
  )
} finally {
  await service.stop()
  mailServer.stop()
  await databases.drop()
}

/** Sends `rate` requests a second for so long. */
async function phase(forSeconds) {
  const latencies = []
  await paced({
    sockets,
    rate,
    seconds: forSeconds,
    async step(socket, n, due) {
      const { status } = await socket.exchange(request(n))
      latencies.push(performance.now() - due)
      if (status !== 200) failures[status] = (failures[status] ?? 0) + 1
    },
  })
  latencies.sort((a, b) => a - b)
  const at = (part) => Number(latencies[Math.floor(latencies.length * part)].toFixed(2))
  return { requests: latencies.length, p50_ms: at(0.5), p99_ms: at(0.99), max_ms: at(0.99999) }
}

function request(n) {
  const head = `Host: bench\r\nAccept: application/json\r\nx-api-key: ${API_KEY}\r\n`
  if (n % Math.round(rate / mailsPerSecond) === 0) {
    const number = String(mails++).padStart(10, '0') // a sign-up each: a newer code for the same account would make the older one pointless
    const body = JSON.stringify({
      username: `m${number}`,
      password: PASSWORD,
      algorithm: 'SHA-256',
      token: `tok${number}`,
      email: `m${number}@example.org`,
    })
    return `POST /api/accounts/with-token HTTP/1.1\r\n${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  }
  const account = username((n * 7919) % ACCOUNTS)
  const path = ['/api/accounts/me', `/api/accounts/${account}@${REALM}/info`, `/api/accounts/${1 + ((n * 31) % ACCOUNTS)}`, '/api/ping'][
    n % 4
  ]
  return `GET ${path} HTTP/1.1\r\n${head}\r\n`
}

function median(list) {
  const sorted = [...list].sort((a, b) => a - b)
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2
}
