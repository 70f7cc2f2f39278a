// The contract's own schemas as a source of requests that fit it and of requests that do not: every answer is one that it documents.
import fc from 'fast-check'
import { operations } from '../../support/contract.ts'
import { APP } from '../lib/apps.mjs'
import { tally } from '../lib/claims.mjs'
import { answer, challengeFor, DOMAIN, fromOf, makePeople } from '../lib/people.mjs'
import { bodyOf, broken, odd, parametersOf, valid } from '../lib/schemas.mjs'
import { ownRedis } from '../lib/servers.mjs'

const LIMITS = {
  SMS_DAILY_PER_NUMBER: '1000000',
  SMS_DAILY_PER_RANGE: '1000000',
  SMS_DAILY_PER_ADDRESS: '1000000',
  SMS_DAILY_LIMIT: '100000000',
  TOKENS_PER_DEVICE: '1000000',
}
/** the same in each run, beside the run's own */
const FIXED_SEED = 20_261_125

export async function run(t) {
  const registrar = await ownRedis()
  t.after(() => registrar.remove())
  await t.serve({ ...LIMITS, REGISTRAR_URL: registrar.url })
  const people = await makePeople(t, 200)
  const each = t.times(500, 30)
  const fits = t.claim(`${each} requests that fit, for each of ${operations.length} operations: documented, valid, no 5xx`)
  const breaks = t.claim(`${each} requests that do not fit, for each of ${operations.length} operations: documented, valid, no 5xx`)
  const statuses = { fits: [], breaks: [] }
  for (const operation of operations) {
    for (const [kind, claim] of Object.entries({ fits, breaks })) {
      const requests = [FIXED_SEED, t.seed].flatMap((seed) => fc.sample(requestFor(operation, kind, people), { seed, numRuns: each / 2 }))
      await claim.each(requests, 16, async (request) => {
        const { status, text } = await send(t, operation, request, people)
        statuses[kind].push(status)
        return status < 500
          ? undefined
          : `${operation.operationId} ${request.path} ${JSON.stringify(request.body)}: ${status} ${text.slice(0, 200)}`
      })
    }
  }
  fits.seen = tally(statuses.fits)
  breaks.seen = tally(statuses.breaks)
  await t.service.kill()
}

function requestFor(operation, kind, people) {
  const schema = bodyOf(operation)
  const parameters = parametersOf(operation)
  const value = (parameter) => (kind === 'fits' ? valid(parameter.schema) : fc.oneof(valid(parameter.schema), odd))
  const someSip = fc.constantFrom(...people.slice(0, 50).map(({ username }) => `${username}@${DOMAIN}`))
  const someId = fc.constantFrom(...people.slice(50).map(({ id }) => id))
  const inPath = Object.fromEntries(
    parameters
      .filter((p) => p.in === 'path')
      .map((p) => [p.name, p.name === 'sip' ? fc.oneof(someSip, value(p)) : p.name === 'id' ? fc.oneof(someId, value(p)) : value(p)]),
  )
  const inQuery = Object.fromEntries(parameters.filter((p) => p.in === 'query').map((p) => [p.name, value(p)]))
  return fc
    .record({
      path: fc.record(inPath),
      query: fc.record(inQuery, { requiredKeys: [] }),
      body: schema ? (kind === 'fits' ? valid(schema) : broken(schema)) : fc.constant(undefined),
      who: kind === 'fits' ? fc.constant('admin') : fc.constantFrom('admin', 'admin', 'admin', 'nobody', 'wrong key', 'wrong From'),
      type:
        kind === 'fits'
          ? fc.constant('application/json')
          : fc.constantFrom(...Array(8).fill('application/json'), 'text/plain', 'application/json; charset=utf-16', ''),
      person: fc.nat(people.length - 1),
      // apps ask at the root as well, and say that they are apps
      root: atRoot(operation) ? fc.boolean() : fc.constant(false),
      app: kind === 'fits' ? fc.constant(true) : fc.boolean(),
    })
    .map(({ path, query, root, ...request }) => ({ ...request, path: target(root ? '' : '/api', operation.path, path, query) }))
}

const atRoot = ({ servers }) => servers?.some(({ url }) => url === '/') ?? false

/** What is no UTF-16 cannot be percent-encoded: it is replaced, as every HTTP library does. */
const encoded = (value) => encodeURIComponent((typeof value === 'object' ? JSON.stringify(value) : String(value)).toWellFormed?.() ?? '')

function target(base, path, parameters, query) {
  // the administrator's own account goes on working
  const filled = path.replace(/\{(\w+)\}/g, (_, name) =>
    encoded(parameters[name]) === '1' ? '2' : encoded(parameters[name]).slice(0, 3000) || '%20',
  )
  const search = Object.entries(query).map(([name, value]) => `${name}=${encoded(value)}`)
  return `${base}${filled === '/' ? '' : filled}${search.length > 0 ? `?${search.join('&')}` : ''}`
}

/**
 * @param {any} t
 * @param {{ method: string, operationId: string, security?: object[] }} operation
 */
async function send(t, { method, operationId, security }, { path, body, who, type, person, app }, people) {
  const headers = { ...(body !== undefined && type && { 'content-type': type }), ...(app && APP) }
  if (operationId === 'deleteMe') {
    // by digest, somebody whom this costs the account
    const bob = people[person]
    const challenge = await challengeFor(t, bob)
    return t.api.raw('DELETE', path, { headers: { from: fromOf(bob), authorization: answer(challenge, bob, { method: 'DELETE', path }) } })
  }
  if (security?.length && who !== 'nobody') Object.assign(headers, who === 'wrong key' ? { 'x-api-key': 'no key at all' } : t.key)
  if (who === 'wrong From') headers.from = 'sip:somebody.else@nowhere.example.org'
  return t.api.raw(method.toUpperCase(), path, {
    headers,
    ...(body !== undefined && { body: Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
  })
}
