// One scenario on both of a pair, in turns.
import { load, open } from '../lib/httpLoad.mjs'
import { paced } from '../lib/pacedLoad.mjs'
import { scenarios } from './scenarios.mjs'

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
export const round = (x, digits = 1) => Number(x.toFixed(digits))

/**
 * @param {string} name of a scenario
 * @param {{ base: any, service: any }} pair
 * @param {{ ms: number, connections: number, rounds: number, rate?: number }} options the first round warms up and is not counted; `rate`: requests a second
 *   that are offered, in place of as many as are answered
 */
export async function measurePair(name, { base, service }, options) {
  /** @type {Record<'base' | 'service', any[]>} */
  const both = { base: [], service: [] }
  for (let r = 0; r <= options.rounds; r++) {
    const pair = { base: await measure(base, name, options), service: await measure(service, name, options) }
    if (r > 0) for (const kind of /** @type {const} */ (['base', 'service'])) both[kind].push(pair[kind])
  }
  return summary(name, both)
}

/**
 * @param {any} target
 * @param {string} name
 * @param {{ ms: number, connections: number, rounds: number, rate?: number }} options
 */
async function measure(target, name, options) {
  const { ms, connections, rounds, rate } = options
  const { session, perRequest = 1, limit } = scenarios[name]
  const most = limit && Math.floor(limit / (2 * (rounds + 1)))
  const asked = { port: target.port, connections, ms, session: session(target.accounts) }
  const before = target.cpu()
  const { requests, seconds, latencies, statuses } = await (rate ? offer({ ...asked, rate }) : load({ ...asked, limit: most }))
  const cpu = (target.cpu() - before) / (requests / perRequest)
  const at = (part) => latencies[Math.floor(requests * part)]
  return { cpu, rps: requests / perRequest / seconds, p50: at(0.5), p99: at(0.99), statuses }
}

/** What `load` says, of requests that come at a rate, whatever the answers take. */
async function offer({ port, connections, ms, rate, session }) {
  const latencies = []
  /** @type {Record<number, number>} */
  const statuses = {}
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)))
  /** @type {Map<unknown, any>} */
  const nexts = new Map(sockets.map((socket, i) => [socket, session(i)]))
  const answers = new Map()
  const begin = performance.now()
  const step = async (socket, _n, due) => {
    const answer = await socket.exchange(nexts.get(socket)(answers.get(socket)))
    answers.set(socket, answer)
    latencies.push(performance.now() - due)
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
  }
  await paced({ sockets, rate, seconds: ms / 1000, step })
  const seconds = (performance.now() - begin) / 1000
  for (const socket of sockets) socket.close()
  return { requests: latencies.length, seconds, latencies: Float64Array.from(latencies).sort(), statuses }
}

function summary(scenario, { base, service }) {
  const cpu = service.map((m) => m.cpu)
  const ratios = service.map((m, i) => m.cpu / base[i].cpu)
  const spread = (list, digits) => `${round(Math.min(...list), digits)}–${round(Math.max(...list), digits)}`
  return {
    scenario,
    cpu_us: round(median(cpu), 0),
    cpu_spread: spread(cpu, 0),
    base_us: round(median(base.map((m) => m.cpu)), 0),
    ratio: round(median(ratios), 2),
    ratio_spread: spread(ratios, 2),
    rps: round(median(service.map((m) => m.rps)), 0),
    base_rps: round(median(base.map((m) => m.rps)), 0),
    p50_ms: round(median(service.map((m) => m.p50)), 2),
    p99_ms: round(median(service.map((m) => m.p99)), 2),
    statuses: Object.keys(Object.assign({}, ...service.map((m) => m.statuses))).join('/'),
  }
}
