// What webhooks are told, over processes that die, and where they may lead: to no private address, however it is written.
import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { times } from '../lib/claims.mjs'
import { cli, until } from '../lib/service.mjs'

/** Where webhooks may lead in this group; everything else of this machine is out of bounds. */
const ALLOWED = '127.0.0.2'
const TOLD = "('createAccount', 'activateAccount', 'deactivateAccount', 'blockAccount', 'unblockAccount', 'updateAccount', 'deleteAccount')"

export async function run(t) {
  await t.serve({ WEBHOOK_NETWORKS: ALLOWED })
  await reach(t)
  await killed(t)
}

const send = (t, method, path, body) => t.api.raw(method, `/api${path}`, { headers: t.key, ...(body && { body }) })

async function listening(t, server, host) {
  await new Promise((resolve) => server.listen(0, host, resolve))
  t.after(() => new Promise((resolve) => server.close(resolve)))
  return server.address().port
}

/** A webhook that a command makes, whose secret no answer has. */
async function made(t, url) {
  const { id, secret } = await cli(t.env, 'webhooks', 'add', 'Torture', url)
  t.secret('webhook secret', secret)
  return id
}

const hostile = (port) =>
  [
    ...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '0', '0.0.0.0', '127.0.0.3', '①②⑦.0.0.1', '127.0.0.1.'],
    ...[
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[::127.0.0.1]',
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
      '[fe80::1]',
      '[fc00::1]',
    ],
    ...[
      '10.0.0.1',
      '172.16.0.1',
      '192.168.0.1',
      '100.64.0.1',
      '169.254.169.254',
      '224.0.0.1',
      '255.255.255.255',
      '[fd00:ec2::254]',
      '[ff02::1]',
    ],
  ]
    .flatMap((host) => [`https://${host}:${port}/`, `http://${host}:${port}/`])
    .concat(`http://user:password@${ALLOWED}:${port}/`, `http://${ALLOWED}:22/`, 'file:///etc/passwd', `gopher://${ALLOWED}:${port}/`)

/** Past the check of the API, too: rows that say what no answer would have taken. */
async function reach(t) {
  let knocked = 0
  const canary = createTcpServer((socket) => {
    knocked++
    socket.destroy()
  })
  const port = await listening(t, canary, '127.0.0.1')
  const asked = []
  const guide = createServer((request, response) => {
    asked.push(request.url)
    response.writeHead(Number(request.url?.slice(1)) || 302, { location: `http://127.0.0.1:${port}/` }).end()
  })
  const guidePort = await listening(t, guide, ALLOWED)
  await t.claim('a webhook to a private address is refused, however it is written').each(hostile(port), 4, async (url) => {
    const { status, body } = await send(t, 'POST', '/webhooks', { name: 'Hostile', url })
    return status === 422 && body.errors.url ? undefined : `${url} is ${status}`
  })
  const never = t.claim('no webhook connects to what it must not reach, whatever the database, a name or a redirect says')
  const names = ['localhost', 'localhost.', 'ip6-localhost', '127.0.0.1.nip.io'].map((host) => `https://${host}:${port}/`)
  const redirects = [301, 302, 303, 307, 308].map((status) => `http://${ALLOWED}:${guidePort}/${status}`)
  const some = [...hostile(port).filter((_, i) => !t.short || i % 6 === 0), ...names.slice(0, t.times(4, 1)), ...redirects]
  // a space has 20 at most, so one after another takes their place
  const id = await made(t, `http://${ALLOWED}:${guidePort}/302`)
  for (const url of some) {
    await t.db.run(`update webhooks set url = '${url.replaceAll("'", "''")}' where id = ${id}`)
    const { status, body } = await send(t, 'POST', `/webhooks/${id}/test`)
    const tried = async () =>
      (await t.db.rows(`select tries, last_error from webhook_deliveries where id = ${body.id} and last_error is not null`))[0]
    const found = status === 200 && (await until(`a try of ${url}`, tried, 40_000).catch((error) => ({ last_error: `${error}` })))
    never.check(found && found.tries > 0 && knocked === 0, () => `${url}: ${JSON.stringify(found)}, ${knocked} connections`)
  }
  never.check(asked.length >= redirects.length, `only ${asked.length} redirects were met`)
  never.seen = `${knocked} connections to the canary, ${asked.length} redirects`
  await cli(t.env, 'webhooks', 'remove', String(id))
}

/** Creations, changes and deletions until the service is killed: what is in the audit log, and what is to be told, are the same. */
async function killed(t) {
  const rounds = t.times(8, 1)
  const perRound = t.times(400, 120)
  const same = t.claim(`kill -9 in the middle of changes, ${rounds} times: every committed change is told, and nothing else`)
  const arrived = t.claim('what was to be told when the service was killed arrives afterwards')
  const told = new Map()
  const server = createServer((request, response) => {
    const id = request.headers['webhook-id']
    told.set(id, (told.get(id) ?? 0) + 1)
    request.resume().on('end', () => response.writeHead(204).end())
  })
  const port = await listening(t, server, ALLOWED)
  const id = await made(t, `http://${ALLOWED}:${port}/`)
  const [{ last }] = await t.db.rows('select coalesce(max(id), 0) as last from audit_log')
  for (let round = 0; round < rounds; round++) {
    let [n, done, ended] = [0, 0, false]
    const lane = async () => {
      while (!ended) {
        const i = n++
        const password = t.secret('password', `Pw${t.random.hex(12)}`)
        try {
          const { status, body } = await send(t, 'POST', '/accounts', {
            username: `told.${round}.${i}`,
            password,
            algorithm: 'MD5',
            activated: true,
          })
          if (status !== 200) continue
          done++
          if (i % 3 === 1) await send(t, 'POST', `/accounts/${body.id}/block`)
          if (i % 3 === 2) await send(t, 'DELETE', `/accounts/${body.id}`)
        } catch {
          // the service was killed
        }
      }
    }
    const lanes = Promise.all(times(12).map(lane))
    const atWork = perRound - t.random.below(Math.floor(perRound / 3))
    while (done < atWork) await new Promise((resolve) => setTimeout(resolve, 5))
    await t.service.kill()
    ended = true
    await lanes
    const of = (columns, table, where) => t.db.rows(`select ${columns} from ${table} where ${where} order by action, account_id`)
    const entries = await of('action, account_id', 'audit_log', `id > ${last} and action in ${TOLD}`)
    const deliveries = await of('action, account_id', 'webhook_deliveries', `webhook_id = ${id}`)
    same.check(JSON.stringify(entries) === JSON.stringify(deliveries), () => `${entries.length} entries, ${deliveries.length} deliveries`)
    same.seen = `${entries.length} changes`
    await t.restart()
  }
  const waiting = async () =>
    (await t.db.rows(`select id from webhook_deliveries where webhook_id = ${id} and next_try_at is not null`)).length === 0
  await until('all deliveries', waiting, 180_000)
  const all = await t.db.rows(`select id, delivered_at from webhook_deliveries where webhook_id = ${id}`)
  for (const row of all) arrived.check(row.delivered_at !== null && told.has(`evt_${row.id}`), `${row.id} has not arrived`)
  arrived.seen = `${[...told.values()].filter((count) => count > 1).length} of ${all.length} twice`
}
