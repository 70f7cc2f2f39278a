import { createHash } from 'node:crypto'
import { pino } from 'pino'
import { createMetrics, watchDatabase } from '../../src/run/prometheus.js'
import { useApp } from '../support/app.js'
import type { ApiResponse } from '../support/client.js'
import { describeApp } from '../support/database.js'
import { unique } from '../support/digestHeader.js'
import { PanelClient } from '../support/panel.js'
import { registrarWith } from '../support/registeredDevices.js'
import { newAddress, newDevice, newPhone, receiveToken, signUp } from '../support/signUp.js'

/** A tour through everything that has to do with secrets; afterwards they are looked for in all that the service has said and kept. */
describeApp('secrets', () => {
  const metrics = createMetrics()
  const log: string[] = []
  const write = pino({ level: 'trace' }, { write: (line: string) => void log.push(line) })
  const registrar = registrarWith({ remove: async () => true })
  const app = useApp({ env: { OPEN_REGISTRATION: 'on', CAPTCHA: 'off', LEGACY_APPS: 'on' }, replaced: { registrar, metrics, log: write } })
  /** secret → what it is */
  const secrets = new Map<string, string>()
  /** HA1s: in the table of passwords, and nowhere else */
  const hashes = new Set<string>()
  const responses: ApiResponse[] = []
  let audit = ''

  const secret = (what: string, value: string): string => {
    secrets.set(value, what)
    return value
  }
  const password = (what: string): string => secret(what, `pass-${unique()}-word`)
  const told = (response: ApiResponse, status = 200): ApiResponse => {
    expect([response.status, response.text]).toEqual([status, response.text])
    responses.push(response)
    return response
  }
  const ha1Of = (username: string, text: string): void => {
    for (const algorithm of ['md5', 'sha256'] as const)
      hashes.add(createHash(algorithm).update(`${username}:sip.example.org:${text}`).digest('hex'))
  }

  beforeAll(async () => {
    watchDatabase(metrics.registry, app.deps)
    await tour()
  }, 60_000)

  async function tour(): Promise<void> {
    const { api, outbox } = app
    const admin = await app.make.admin({ password: password("an administrator's password") })
    ha1Of(admin.username, admin.password)
    secret('an API key', admin.apiKey)
    const code = async (channel: 'email' | 'sms', to: string) => secret(`a code by ${channel}`, (await outbox.last(channel, to)).data.code!)

    // sign-up by token, activation, login, change of everything
    const token = secret('a sign-up token', await receiveToken(app, newDevice()))
    const [email, phone] = [newAddress(), newPhone()]
    const first = password('a password')
    const { person } = await signUp(app, { token, email, phone, password: first, algorithm: 'SHA-256' })
    ha1Of(person.username, first)
    const sip = `${person.username}@${person.domain}`
    await code('sms', phone)
    told(await api.post(`/api/accounts/${sip}/activate/email`, { code: 'wr0ngC0d3AbCd' }), 404)
    told(await api.post(`/api/accounts/${sip}/activate/email`, { code: await code('email', email) }))
    told(await api.get('/api/accounts/me', { as: person }))
    told(await api.get('/api/accounts/me', { as: { ...person, password: password('a wrong password') } }), 401)
    const second = password('a second password')
    ha1Of(person.username, second)
    const wrong = { algorithm: 'MD5', password: second, old_password: password('a wrong old password') }
    told(await api.post('/api/accounts/me/password', wrong, { as: person }), 422)
    told(await api.post('/api/accounts/me/password', { ...wrong, old_password: first }, { as: person }))
    const renewed = { ...person, password: second, algorithm: 'MD5' as const }
    const [address, number] = [newAddress(), newPhone()]
    told(await api.post('/api/accounts/me/email/request', { email: address }, { as: renewed }))
    secret('the link of a mail', (await outbox.last('email', address)).data.link!)
    told(await api.post('/api/accounts/me/email', { code: await code('email', address) }, { as: renewed }))
    told(await api.post('/api/accounts/me/phone/request', { phone: number }, { as: renewed }))
    told(await api.post('/api/accounts/me/phone', { code: await code('sms', number) }, { as: renewed }))

    // an old app, which gets the HA1: in this answer, and in no other
    const recoveryToken = secret('a token of a recovery', await receiveToken(app, newDevice()))
    told(await api.post('/api/accounts/recover-by-phone', { phone: number, account_creation_token: recoveryToken }))
    told(await api.get(`/api/accounts/${number}@sip.example.org/recover/0`), 404)
    const recovered = told(await api.get(`/api/accounts/${number}@sip.example.org/recover/${await code('sms', number)}`))
    expect(found(recovered.text, ha1s())).toEqual(['an HA1'])
    responses.pop()

    // an administrator; bodies and headers that break rules
    const third = password('a password that an administrator chose')
    const made = told(await api.post('/api/accounts', { username: `erin.${unique()}`, password: third, algorithm: 'MD5' }, { as: admin }))
    ha1Of(made.body.username, third)
    const key = made.body.confirmation_key
    responses.pop() // the contract shows the key to administrators, here
    told(await api.post('/api/accounts', { username: 'X', password: password('a refused password'), algorithm: 'MD5' }, { as: admin }), 422)
    told(
      await api.raw('POST', '/api/accounts', {
        body: `{"password":"${password('a password in broken JSON')}"`,
        headers: { 'x-api-key': admin.apiKey },
      }),
      400,
    )
    told(await api.get('/api/accounts/me', { headers: { 'x-api-key': secret('a wrong API key', `key${unique()}key`) } }), 401)
    told(await api.get(`/api/nothing?password=${password('a password in a query')}`), 404)
    told(await api.post(`/api/accounts/${made.body.username}@sip.example.org/activate/email`, { code: secret('a confirmation key', key) }))

    // the panel
    const panel = new PanelClient(app)
    told(await panel.logIn({ ...admin, password: password('a wrong password in the panel') }), 403)
    told(await panel.logIn(admin), 303)
    responses.pop() // sets the cookie
    for (const [name, value] of panel.cookies) secret(`the cookie ${name}`, value)
    for (const value of panel.cookies.values()) secret('the id of a session', value.split('.')[0]!)
    await panel.get('/keys')
    told(await panel.post('/keys', { name: 'Shown once', scope: 'admin' }), 303)
    responses.pop() // carries the key to the page that shows it once
    secret('an API key of the panel', /id="once"[^>]*>([^<]+)</.exec((await panel.get('/keys')).text)![1]!)
    const visitor = new PanelClient(app)
    const fourth = password('a password of a registration')
    const registering = { username: `frank.${unique()}`, domain: 'sip.example.org', email: newAddress() }
    told(await visitor.send('/register/email', { ...registering, password: fourth, again: password('another one by mistake') }), 422)
    told(await visitor.send('/register/email', { ...registering, password: fourth, again: fourth }), 303)
    ha1Of(registering.username, fourth)
    await code('email', registering.email)

    // what fails
    app.deps.log.error({ err: await failing(app.deps) }, 'a statement failed')
    const taken = { username: made.body.username, password: password('a password for a name that is taken'), algorithm: 'MD5' }
    told(await api.post('/api/accounts', taken, { as: admin }), 422)
    await app.deps.outbound.messenger.drain()
    audit = told(await api.get('/api/audit?per_page=100', { as: admin })).text
  }

  /** The error of a statement that holds secrets. */
  const failing = ({ db }: typeof app.deps) =>
    db.prisma.password
      .create({ data: { accountId: 2_000_000_000, algorithm: 'MD5', password: [...hashes][0]! } })
      .then(() => undefined)
      .catch((error: unknown) => error)

  const found = (text: string, among: Iterable<[string, string]> = secrets): string[] =>
    [...among].flatMap(([value, what]) => {
      const pattern = value.length <= 4 ? new RegExp(`(?<![0-9A-Za-z])${value}(?![0-9A-Za-z])`) : undefined
      return (pattern ? pattern.test(text) : text.includes(value)) ? [what] : []
    })
  const ha1s = (): [string, string][] => [...hashes].map((hash) => [hash, 'an HA1'])

  test('were met on the tour', () => {
    expect(new Set(secrets.values()).size).toBeGreaterThan(18)
    expect([...secrets.keys()].filter((value) => value === undefined || value.length < 4)).toEqual([])
    expect(log.length).toBeGreaterThan(30)
    expect(responses.length).toBeGreaterThan(15)
  })

  test('are in no line of the log', () => {
    // what are numbers anyhow could look like PINs
    const numbers = /"(time|pid|ms|account|message_id|tries|request_id|port|next_try_at)":("[^"]*"|[\d.]+)|:\d+:\d+/g
    const lines = log.map((line) => line.replace(numbers, ''))
    expect(lines.flatMap((line) => [...found(line), ...found(line, ha1s())].map((what) => `${what}: ${line}`))).toEqual([])
  })

  test('are in no answer', () => {
    const long = [...secrets].filter(([value]) => value.length > 4)
    for (const response of responses) {
      const text = `${response.text}\n${response.headers.map((header) => header.join(': ')).join('\n')}`
      expect([...found(text, long), ...found(text, ha1s())]).toEqual([])
    }
  })

  test('are in no metric', async () => {
    const long = [...secrets].filter(([value]) => value.length > 4)
    expect(found(await metrics.registry.metrics(), [...long, ...ha1s()])).toEqual([])
  })

  test('are in no entry of the audit log, nor are addresses', async () => {
    const long = [...secrets].filter(([value]) => value.length > 4)
    expect(found(audit, [...long, ...ha1s()])).toEqual([])
    expect(audit).not.toMatch(/\+33|@example\.org/)
  })

  test('are in no table, but HA1s in `passwords`, and for ten minutes in `previous_passwords`', async () => {
    const { prisma, provider } = app.deps.db
    const names =
      provider === 'sqlite'
        ? await prisma.$queryRaw<
            { name: string }[]
          >`select name from sqlite_master where type = 'table' and rootpage > 0 and name not like 'sqlite_%'`
        : await prisma.$queryRaw<{ name: string }[]>`select tablename::text as name from pg_tables where schemaname = current_schema()`
    expect(names.length).toBeGreaterThan(12)
    const long = [...secrets].filter(([value]) => value.length > 4)
    for (const { name } of names) {
      const rows = await prisma.$queryRawUnsafe<Record<string, unknown>[]>(`select * from "${name}"`)
      const cells = rows.flatMap((row) => Object.values(row).map(String))
      const text = cells.join('\n')
      // PINs are four digits: only a cell that is one tells
      const pins = [...secrets].filter(([value]) => value.length === 4 && cells.includes(value))
      expect([name, ...found(text, long), ...pins.map(([, what]) => what)]).toEqual([name])
      const stored = found(text, ha1s()).length
      // for some minutes: who lost the answer to a change of password repeats it
      if (name === 'previous_passwords') continue
      if (name === 'passwords') expect(stored).toBeGreaterThan(0)
      else expect([name, stored]).toEqual([name, 0])
    }
  })
})
