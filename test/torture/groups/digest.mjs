// Digest (RFC 7616) under attack, over four processes: whatever is not a fresh, right answer is refused, and tells nothing by its time.
import fc from 'fast-check'
import { createNonces } from '#built/auth/nonces.js'
import { median, tally, times } from '../lib/claims.mjs'
import { answer, challengeFor, changed, DOMAIN, fromOf, ha1Of, hashOf, ME, makePeople, ncOf } from '../lib/people.mjs'

export async function run(t) {
  await t.serve()
  const people = await makePeople(t, t.times(3000, 900))
  let last = 0
  /** each attack its own account: five wrong answers slow one down, and what is slowed down is not looked at */
  const next = () => people[last++ % people.length]
  const send = (person, authorization, { method = 'GET', path = ME, from = fromOf(person) } = {}) =>
    t.api.raw(method, path, { headers: { authorization, ...(from && { from }) } })
  const accepted = (r) => r.status < 300 || r.status === 403 || r.header('authentication-info') !== undefined
  const refused = (r) => (r.status === 401 && !accepted(r) ? undefined : `answered ${r.status}: ${r.text.slice(0, 200)}`)
  const tries = times(t.times(300, 20))

  await t.claim('a right answer is accepted once, its copies in all processes are refused').each(tries, 4, async () => {
    const bob = next()
    const header = answer(await challengeFor(t, bob), bob)
    const statuses = (await Promise.all(times(8).map(() => send(bob, header)))).map(({ status }) => status)
    return statuses.filter((s) => s === 200).length === 1 && statuses.filter((s) => s === 401).length === 7 ? undefined : tally(statuses)
  })
  await t.claim('a used nc with another cnonce or another target is refused').each(tries, 4, async () => {
    const bob = next()
    const nonce = await challengeFor(t, bob)
    if ((await send(bob, answer(nonce, bob))).status !== 200) return 'the first answer was not accepted'
    const path = `${ME}?again`
    return (
      refused(await send(bob, answer(nonce, bob, { cnonce: 'another' }))) ??
      refused(await send(bob, answer(nonce, bob, { path }), { path }))
    )
  })
  await t.claim('gaps and disorder in nc are accepted, each nc once').each(tries, 4, async () => {
    const bob = next()
    const nonce = await challengeFor(t, bob)
    const counts = [7, 2, 0xffffffff, 3, 0xa0]
    const first = await Promise.all(counts.map((n) => send(bob, answer(nonce, bob, { nc: ncOf(n) }))))
    const again = await Promise.all(counts.map((n) => send(bob, answer(nonce, bob, { nc: ncOf(n).toUpperCase() }))))
    const statuses = [...first, ...again].map(({ status }) => status)
    return String(statuses) === String([...counts.map(() => 200), ...counts.map(() => 401)]) ? undefined : tally(statuses)
  })
  await t.claim('an answer for another uri is refused').each(tries, 4, async () => {
    const bob = next()
    const header = answer(await challengeFor(t, bob), bob)
    const path = `${ME}?x=1`
    const elsewhere = await send(bob, header, { path })
    if (elsewhere.status !== 400 || accepted(elsewhere)) return `answered ${elsewhere.status}: ${elsewhere.text.slice(0, 200)}`
    return refused(await send(bob, changed(header, { uri: path }), { path }))
  })
  await t.claim('an answer for another method is refused').each(tries, 4, async () => {
    const bob = next()
    const header = answer(await challengeFor(t, bob), bob)
    return (
      refused(await send(bob, header, { method: 'DELETE' })) ??
      refused(await send(bob, answer(await challengeFor(t, bob), bob, { method: 'HEAD' })))
    )
  })
  await t.claim("another account's answer is refused").each(tries, 4, async () => {
    const [bob, eve] = [next(), next()]
    const header = answer(await challengeFor(t, eve), eve)
    return (
      refused(await send(bob, header)) ??
      refused(await send(bob, changed(header, { username: bob.username }))) ??
      refused(await send(bob, changed(header, { username: bob.username }), { from: undefined })) ??
      refused(await send(bob, header, { from: fromOf(t.admin) }))
    )
  })
  await t.claim('invented, altered and foreign nonces are refused').each(tries, 4, async () => {
    const bob = next()
    const real = await challengeFor(t, bob)
    const foreign = createNonces({
      secret: 'the secret of somebody else',
      ttlSeconds: 300,
      now: Date.now,
      random: (n) => Buffer.alloc(n, t.random.below(256)),
    })
    const at = t.random.below(real.nonce.length)
    const altered =
      real.nonce.slice(0, at) +
      ((Number.parseInt(real.nonce[at], 16) + 1 + t.random.below(15)) % 16).toString(16) +
      real.nonce.slice(at + 1)
    for (const nonce of [t.random.hex(56), altered, foreign.issue(), real.nonce.slice(1), `${real.nonce}0`, real.nonce.toUpperCase(), '']) {
      if (nonce === real.nonce) continue
      const fault = refused(await send(bob, answer(real, bob, { nonce })))
      if (fault) return `${nonce}: ${fault}`
    }
    return undefined
  })
  await t.claim('an answer without qop, or with another, is refused').each(tries, 4, async () => {
    const bob = next()
    const real = await challengeFor(t, bob)
    const header = answer(real, bob)
    const ha2 = hashOf(bob.algorithm, `GET:${ME}`)
    const rfc2069 = hashOf(bob.algorithm, `${ha1Of(bob, bob.algorithm)}:${real.nonce}:${ha2}`)
    return (
      refused(await send(bob, changed(header, { qop: undefined }))) ??
      refused(await send(bob, changed(header, { qop: undefined, nc: undefined, cnonce: undefined, response: rfc2069 }))) ??
      refused(await send(bob, changed(header, { qop: 'auth-int' })))
    )
  })
  await t.claim('an algorithm that the account has not stored is refused').each(tries, 4, async () => {
    const bob = next()
    const other = bob.algorithm === 'MD5' ? 'SHA-256' : 'MD5'
    const real = await challengeFor(t, bob)
    const offered = real.challenge.all('www-authenticate').length
    if (offered !== 1) return `${offered} algorithms were offered`
    const header = answer(real, bob)
    return (
      refused(await send(bob, changed(answer(real, bob, { algorithm: other }), { algorithm: other }))) ??
      refused(await send(bob, changed(header, { algorithm: `${bob.algorithm}-sess` }))) ??
      refused(await send(bob, changed(header, { algorithm: 'SHA-512-256' })))
    )
  })
  await malformed(t, next, send)
  await timing(t)
}

/** Headers that are near to right ones, and others that are near to nothing. */
async function malformed(t, next, send) {
  const real = answer(await challengeFor(t, next()), next())
  const sign = fc.constantFrom(...'"\\,=; \t%~\'(){}<>@:/0aZ', '\xe9', '\xff', '""', ',,', '=="')
  const noise = fc.array(sign, { maxLength: 60 }).map((list) => list.join(''))
  const field = fc.tuple(
    fc.constantFrom(
      'username',
      'realm',
      'nonce',
      'uri',
      'response',
      'nc',
      'qop',
      'cnonce',
      'algorithm',
      'opaque',
      'username*',
      'userhash',
      'x',
    ),
    noise,
  )
  const header = fc.oneof(
    fc.tuple(fc.nat(real.length - 8), fc.nat(40), noise).map(([at, cut, text]) => real.slice(0, 7 + at) + text + real.slice(7 + at + cut)),
    fc.tuple(fc.nat(real.length), fc.nat(real.length)).map(([a, b]) => `Digest ${real.slice(Math.min(a, b), Math.max(a, b))}`),
    fc.array(field, { maxLength: 30 }).map((fields) => `Digest ${fields.map(([n, v]) => `${n}=${v}`).join(',')}`),
    fc.array(field, { maxLength: 30 }).map((fields) => `Digest ${fields.map(([n, v]) => `${n}="${v}"`).join(', ')}`),
    noise.map((text) => text || 'Digest'),
    fc
      .tuple(fc.constantFrom('Basic', 'Bearer', 'Digest', 'digest', 'NTLM', 'Negotiate'), fc.base64String({ maxLength: 200 }))
      .map(([a, b]) => `${a} ${b}`),
    fc.tuple(noise, fc.integer({ min: 1, max: 150 })).map(([text, n]) => `Digest ${text.repeat(n)}`.slice(0, 12_000)),
  )
  const headers = fc.sample(header, { seed: t.seed, numRuns: t.times(2000, 400) }).filter((text) => text !== real)
  const claim = t.claim('a malformed Authorization header is refused, never 5xx')
  const statuses = []
  await claim.each(headers, 16, async (text) => {
    const { status } = await send(next(), text)
    statuses.push(status)
    // 429: a well-formed wrong answer among them, of an account that had five; 400: one with another uri
    return [400, 401, 429].includes(status) ? undefined : `${status} for ${text}`
  })
  claim.seen = tally(statuses)
}

/** Medians of what a guesser could tell apart, in turns, so that the machine's other work falls on all alike. */
async function timing(t) {
  const all = await makePeople(t, t.times(2_000, 300), { prefix: 'timed' })
  const known = all.slice(0, all.length / 2)
  const nobody = known.map((person, i) => ({ ...person, username: `nobody.${String(i).padStart(6, '0')}`, domain: DOMAIN }))
  // an answer by an algorithm that was not offered is not compared, for whatever name: so all answer by one that was
  for (const person of nobody) {
    const { challenge } = await challengeFor(t, person)
    person.algorithm = challenge.header('www-authenticate')?.includes('algorithm=MD5') ? 'MD5' : 'SHA-256'
  }
  /** @type {Record<string, (n: number) => { person: any, header?: (nonce: any) => string }>} */
  const KINDS = {
    'wrong password': (n) => ({ person: known[n], header: (nonce) => answer(nonce, known[n], { password: 'not the password' }) }),
    'unknown account': (n) => ({ person: nobody[n], header: (nonce) => answer(nonce, nobody[n]) }),
    'no credentials, known': (n) => ({ person: known[n] }),
    'no credentials, unknown': (n) => ({ person: nobody[n] }),
  }
  /** @type {Record<string, number[]>} */
  const spent = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, []]))
  let nonce = await challengeFor(t, known[0])
  const total = t.times(10_000, 750)
  const kinds = Object.entries(KINDS)
  for (let i = 0; i < total; i++) {
    if (performance.now() - nonce.issued > 120_000) nonce = await challengeFor(t, known[0])
    // in another order each time: what comes after a write waits for it
    if (i % kinds.length === 0) kinds.sort(() => t.random.below(2) - 0.5)
    const [kind, make] = kinds[i % kinds.length]
    const { person, header } = make(Math.floor(i / kinds.length) % known.length)
    const headers = { from: fromOf(person), ...(header && { authorization: header(nonce) }) }
    const begin = performance.now()
    const { status } = await t.api.raw('GET', ME, { headers })
    const ms = performance.now() - begin
    if (status === 401) spent[kind].push(ms)
  }
  const medians = Object.fromEntries(Object.entries(spent).map(([kind, list]) => [kind, median(list)]))
  const judged = (claim, names) => {
    const values = names.map((name) => medians[name])
    const c = t.claim(claim)
    for (const name of names) c.tries += spent[name].length
    const apart = Math.max(...values) - Math.min(...values)
    c.seen = `${names.map((name) => `${name} ${medians[name].toFixed(3)} ms`).join(', ')}`
    if (!(apart < 1)) c.faults.push(`${apart.toFixed(3)} ms apart: ${c.seen}`)
  }
  judged('wrong password, no such account: medians within 1 ms', ['wrong password', 'unknown account'])
  judged('a challenge for a known and an unknown account: medians within 1 ms', ['no credentials, known', 'no credentials, unknown'])
}
