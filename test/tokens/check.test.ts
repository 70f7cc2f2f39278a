import { createServer } from 'node:http'
import { type Challenge, solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { PanelClient } from '../support/panel.js'
import { closeServer, listen } from '../support/servers.js'
import { newAddress, personOf, newAccount as someone } from '../support/signUp.js'
import { useForAll } from '../support/use.js'

const REQUEST = '/api/account_creation_request_tokens'
const USING = '/api/account_creation_tokens/using-account-creation-request-token'
const pathOf = (token: string) => `/creation_token/check/${token}`

describeApp('the page of a request token', () => {
  const app = useApp()
  const ask = async (): Promise<string> => (await app.api.post(REQUEST)).body.token
  const poll = (token: string) => app.api.post(USING, { account_creation_request_token: token })

  const challengeOf = (html: string): Challenge => JSON.parse(/data-altcha="([^"]*)"/.exec(html)![1]!.replaceAll('&quot;', '"'))
  const encode = (payload: object): string => Buffer.from(JSON.stringify(payload)).toString('base64')
  async function solve(html: string): Promise<{ challenge: Challenge; solution: object }> {
    const challenge = challengeOf(html)
    return { challenge, solution: (await solveChallenge({ challenge, deriveKey }))! }
  }

  test('shows who asks, and changes nothing; whoever passes there lets the app go on', async () => {
    const token = await ask()
    const person = new PanelClient(app)
    const page = await person.get(pathOf(token))
    expect(page.status).toBe(200)
    expect(page.text).toContain('An app wants to create an account at sip.example.org. It asked on 24 November 2026 at 12:00\u00a0UTC.')
    expect((await poll(token)).body.code).toBe('token_pending')
    const answer = encode(await solve(page.text))
    const done = await person.post(pathOf(token), { altcha: answer })
    expect([done.status, done.text]).toEqual([200, expect.stringContaining('You can continue in the app')])
    expect((await person.get(pathOf(token))).text).toContain('You can continue in the app')
    expect((await poll(token)).status).toBe(201)
    const used = await person.get(pathOf(token))
    expect([used.status, used.text]).toEqual([410, expect.stringContaining('Go back to the app')])

    const second = await ask()
    await person.get(pathOf(second))
    const reused = await person.post(pathOf(second), { altcha: answer })
    expect([reused.status, reused.text]).toEqual([422, expect.stringContaining('had already been used')])
    expect((await poll(second)).status).toBe(404)
  })

  test('lets nobody pass with an answer that is not right, for this service, and in time', async () => {
    const token = await ask()
    const person = new PanelClient(app)
    const page = await person.get(pathOf(token))
    const { challenge, solution } = await solve(page.text)
    const { parameters, signature } = challenge
    const wrong = {
      missing: '',
      'no base64': '\u0000',
      'no JSON': Buffer.from('{').toString('base64'),
      null: encode({ challenge: null, solution: null }),
      'not solved': encode({ challenge, solution: { counter: 0, derivedKey: '00' } }),
      'no signature': encode({ challenge: { parameters }, solution }),
      'another time': encode({ challenge: { parameters: { ...parameters, data: { until: 9_999_999_999 } }, signature }, solution }),
      'less work': encode({ challenge: { parameters: { ...parameters, cost: 1 }, signature }, solution }),
      'more work': encode({ challenge: { parameters: { ...parameters, cost: 2_000_000_000 }, signature }, solution }),
      'another kind': encode({ challenge: { parameters: { ...parameters, algorithm: 'SHA-256' }, signature }, solution }),
    }
    for (const altcha of Object.values(wrong)) {
      const refused = await person.post(pathOf(token), { altcha })
      expect(refused.status).toBe(422)
      expect(challengeOf(refused.text)).not.toEqual(challenge)
    }
    app.clock.advance(1800)
    expect((await person.post(pathOf(token), { altcha: encode({ challenge, solution }) })).text).toContain('too old')
    expect((await poll(token)).body.code).toBe('token_pending')
  })

  test('says what to do when there is no such token, or none any more', async () => {
    const token = await ask()
    const person = new PanelClient(app, 'fr')
    expect((await person.get(pathOf(token))).text).toContain('Confirmez que vous n’êtes pas un robot')
    const unknown = await person.get(pathOf('r3Qu3stT0k3nX'))
    expect([unknown.status, unknown.text]).toEqual([404, expect.stringContaining('qui ouvrira une nouvelle page')])
    expect(unknown.text).toMatch(/<main[\s\S]*href="\/login"[\s\S]*<\/main>/)
    app.clock.advance(3600)
    for (const answer of [await person.get(pathOf(token)), await person.post(pathOf(token), { altcha: '' })])
      expect([answer.status, answer.text]).toEqual([410, expect.stringContaining('Cette page a expiré')])
  })

  test('lets scripts of this service run, and no other page does', async () => {
    const person = new PanelClient(app)
    const page = await person.get(pathOf(await ask()))
    expect(page.header('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; " +
        "script-src 'self'; worker-src 'self'",
    )
    const files = [...page.text.matchAll(/(?:src|href|data-worker)="(\/assets\/(?:altcha|captcha)[^"]*)"/g)].map(([, path]) => path!)
    expect(files).toHaveLength(4)
    for (const path of files) expect((await app.api.get(path)).status).toBe(200)
    expect((await person.get('/login')).header('content-security-policy')).not.toContain('script-src')
  })

  test('takes no form of another site', async () => {
    const token = await ask()
    const page = await new PanelClient(app).get(pathOf(token))
    const answer = await new PanelClient(app).post(pathOf(token), { altcha: encode(await solve(page.text)) })
    expect(answer.status).toBe(403)
  })
})

describeApp('a service without captcha', () => {
  const app = useApp({ env: { CAPTCHA: 'off' } })

  test('lets a desktop sign up: request, page, polling, account, code', async () => {
    const { token, validation_url: url } = (await app.api.raw('POST', REQUEST, { headers: { accept: 'application/json' } })).body
    const poll = () => app.api.post(USING, { account_creation_request_token: url.split('/').pop() })
    const pending = await poll()
    expect([pending.status, 'errors' in pending.body]).toEqual([404, false])
    const person = new PanelClient(app)
    const page = await person.get(new URL(url).pathname)
    expect(page.text).not.toMatch(/<script[^>]*captcha|altcha/)
    expect((await person.submit(page, pathOf(token))).text).toContain('You can continue in the app')

    const converted = (await poll()).body.token
    expect((await poll()).body.token).toBe(converted)
    const taken = await app.make.user()
    const wanted = { ...someone(), account_creation_token: converted }
    const create = (more: object = {}) => app.api.post('/api/accounts/with-account-creation-token', { ...wanted, ...more })
    expect((await create({ username: taken.username })).body.errors.username).toEqual([expect.any(String)])
    const made = await create()
    expect((await create()).body).toEqual(made.body)
    const dead = await poll()
    expect([dead.status, Object.keys(dead.body.errors)]).toEqual([422, ['account_creation_request_token']])

    const email = newAddress()
    expect((await app.api.post('/api/accounts/me/email/request', { email }, { as: personOf(made, wanted) })).status).toBe(200)
    expect(await app.outbox.to(email)).toHaveLength(1)
  })
})

describeApp('a service with hCaptcha', () => {
  let answer: (body: URLSearchParams) => { status?: number; body: string } | undefined
  const far = useForAll(
    async () => {
      const server = createServer(async (request, response) => {
        const chunks: Buffer[] = []
        for await (const chunk of request) chunks.push(chunk as Buffer)
        const { status = 200, body } = answer(new URLSearchParams(Buffer.concat(chunks).toString())) ?? {}
        if (body === undefined) response.destroy()
        else response.writeHead(status).end(body)
      })
      return { server, url: `http://127.0.0.1:${await listen(server)}/siteverify` }
    },
    ({ server }) => closeServer(server),
  )
  const app = useApp(() => ({
    env: { CAPTCHA: 'hcaptcha', HCAPTCHA_SITE_KEY: 'site-key-1', HCAPTCHA_SECRET: 's3cr3t', HCAPTCHA_VERIFY_URL: far.url },
  }))
  const open = async () => {
    const path = pathOf((await app.api.post(REQUEST)).body.token)
    const person = new PanelClient(app)
    return { page: await person.get(path), send: (response: string) => person.post(path, { 'h-captcha-response': response }) }
  }

  test('shows its widget, and allows it in the policy of that page', async () => {
    const { page } = await open()
    expect(page.text).toContain('data-sitekey="site-key-1"')
    expect(page.text).toContain('<script src="https://js.hcaptcha.com/1/api.js?hl=en" defer></script>')
    expect(page.header('content-security-policy')).toContain("style-src 'self' https://hcaptcha.com https://*.hcaptcha.com")
    expect(page.header('content-security-policy')).toContain('frame-src https://hcaptcha.com https://*.hcaptcha.com')
    expect(page.text).not.toContain('s3cr3t')
  })

  test('lets who pass whom hCaptcha lets', async () => {
    const { send } = await open()
    answer = (asked) => ({
      body: JSON.stringify({ success: asked.get('response') === 'P1_'.padEnd(6000, 'x') && asked.get('secret') === 's3cr3t' }),
    })
    expect((await send('P1_wrong')).status).toBe(422)
    expect((await send('')).text).toContain('has not run yet')
    expect((await send('P1_'.padEnd(6000, 'x'))).text).toContain('You can continue in the app')
  })

  test.each([
    ['breaks the connection', () => undefined],
    ['answers with an error', () => ({ status: 500, body: 'oops' })],
    ['does not take our secret', () => ({ body: '{"success":false,"error-codes":["invalid-input-secret"]}' })],
    ['says yes in another form', () => ({ body: '{"success":"true"}' })],
  ])('lets nobody pass when it %s, and says so', async (_, behaviour) => {
    const { send } = await open()
    answer = behaviour
    const refused = await send('P1_token')
    expect([refused.status, refused.text]).toEqual([503, expect.stringContaining('is not available at the moment')])
  })
})
