// runs once: no database is in it
import { randomInt } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openRegistrar } from '../../src/registrar/openRegistrar.js'
import type { Registrar } from '../../src/registrar/registrar.js'
import { FlexisipSocket, type Generation, type Registered, recorded } from '../support/flexisipSocket.js'

/** between the recorded registrations and their end. Milliseconds */
const NOW = 1_795_472_000_000
const URN = 'urn:uuid:0b7c1a52-6f0e-4b1c-9d62-7c4a55c0a00'
const ALICE = { username: 'alice', domain: 'sip.example.test' }
const ADDRESS = 'sip:alice@sip.example.test'
const GENERATIONS: Generation[] = ['2021', '2.5.2']

/** A registration that lasts ten minutes around NOW. */
const phone = (key: string, more: Partial<Registered> = {}): Registered => ({
  key,
  expiresAt: NOW / 1000 + 300,
  updateTime: NOW / 1000 - 300,
  userAgent: 'LinphoneAndroid/5.2.5 (Pixel 8) LinphoneSDK/5.3',
  ...more,
})

let folder: string
let path: string
let flexisip: FlexisipSocket
let registrar: Registrar

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flexisip-'))
  path = join(folder, 'socket')
})
afterEach(async () => {
  await registrar.close()
  await flexisip?.close()
  await rm(folder, { recursive: true, force: true })
})

async function start(generation: Generation, timeoutMs = 2_000): Promise<void> {
  flexisip = await FlexisipSocket.listen({ path, generation })
  registrar = openRegistrar(`unix:${path}`, { now: () => NOW, timeoutMs })
}
const sorted = async () => (await registrar.list(ALICE)).sort((a, b) => a.uuid.localeCompare(b.uuid))
const keys = () => (flexisip.registered.get(ADDRESS) ?? []).map(({ key }) => key)

describe.each(GENERATIONS)('the command socket of %s', (generation) => {
  beforeEach(() => start(generation))
  afterEach(() => {
    expect(flexisip.faults).toEqual([]) // nothing that would harm a real one
  })

  test('tells the devices of an address, as they were recorded', async () => {
    flexisip.reply = (connection) => connection.end(recorded(`${generation}-registrar-get.txt`))
    const [updated, ends] = generation === '2021' ? [1795471826, 1795472426] : [1795471812, 1795472412]
    expect(await sorted()).toEqual(
      [`${URN}1`, `${URN}2`].map((uuid) => ({
        uuid,
        updateTime: new Date(updated * 1000),
        expiresAt: new Date(ends * 1000),
        userAgent: 'LabUA/1.0 (Lab device) LinphoneSDK/0',
      })),
    )
    expect(flexisip.commands).toEqual([`REGISTRAR_GET ${ADDRESS}`])
  })

  test.each(['registrar-get', 'internal-registrar-get', 'registrar-delete'])('takes what was recorded as %s', async (name) => {
    flexisip.reply = (connection) => connection.end(recorded(`${generation}-${name}.txt`))
    for (const { uuid } of await registrar.list(ALICE)) expect(uuid).toMatch(/^urn:uuid:[0-9a-f-]{36}$/)
  })

  test('knows no device of an unknown address, and removes none', async () => {
    expect(await registrar.list(ALICE)).toEqual([])
    expect(await registrar.remove(ALICE, `${URN}1`)).toBe(false)
    await registrar.removeAll(ALICE)
    expect(flexisip.commands.every((command) => command === `REGISTRAR_GET ${ADDRESS}`)).toBe(true)
  })

  test('loses a device that is removed, asked for in quotes and brackets, and no other', async () => {
    flexisip.registered.set(ADDRESS, [phone(`"<${URN}1>"`), phone(`"<${URN}2>"`)])
    expect(await registrar.remove(ALICE, `${URN}1`)).toBe(true)
    expect(flexisip.commands).toEqual([`REGISTRAR_GET ${ADDRESS}`, `REGISTRAR_DELETE ${ADDRESS} "<${URN}1>"`])
    expect(keys()).toEqual([`"<${URN}2>"`])
    expect(await registrar.remove(ALICE, `${URN}1`)).toBe(false)
  })

  test('loses all devices, those that look expired as well', async () => {
    flexisip.registered.set(ADDRESS, [phone(`"<${URN}1>"`), phone(`"<${URN}2>"`, { expiresAt: NOW / 1000 - 1 }), phone('fs-gen-3')])
    await registrar.removeAll(ALICE)
    expect(keys()).toEqual([])
  })

  test('does not tell devices that have expired, nor removes them one by one', async () => {
    flexisip.registered.set(ADDRESS, [phone(`"<${URN}1>"`, { expiresAt: NOW / 1000 }), phone(`"<${URN}2>"`)])
    expect((await registrar.list(ALICE)).map(({ uuid }) => uuid)).toEqual([`${URN}2`])
    expect(await registrar.remove(ALICE, `${URN}1`)).toBe(false)
    expect(keys()).toHaveLength(2)
  })

  test('has devices that give no urn, under what Flexisip calls them', async () => {
    flexisip.registered.set(ADDRESS, [phone('fs-gen-1'), phone('call-1@10.0.0.1', { userAgent: '' }), phone('"<urn:uuid:7>"')])
    expect((await sorted()).map(({ uuid, userAgent }) => [uuid, userAgent])).toEqual([
      ['call-1@10.0.0.1', null],
      ['fs-gen-1', expect.stringContaining('Pixel')],
      ['urn:uuid:7', expect.stringContaining('Pixel')],
    ])
    expect(await registrar.remove(ALICE, 'fs-gen-1')).toBe(true)
    expect(await registrar.remove(ALICE, 'call-1@10.0.0.1')).toBe(true)
    expect(keys()).toEqual(['"<urn:uuid:7>"'])
  })

  test('keeps the devices of other addresses', async () => {
    flexisip.registered.set(ADDRESS, [phone(`"<${URN}1>"`)])
    expect(await registrar.list({ ...ALICE, domain: 'other.example.test' })).toEqual([])
    await registrar.removeAll({ ...ALICE, username: 'alic' })
    expect(keys()).toHaveLength(1)
  })

  test('gets one request at a time, each on a connection of its own, in one write', async () => {
    const phones = (n: number) => Array.from({ length: 5 }, (_, i) => phone(`"<urn:uuid:${n}.${i}>"`))
    const people = Array.from({ length: 10 }, (_, n) => ({ username: `user.${n}`, domain: 'sip.example.test' }))
    people.forEach(({ username, domain }, n) => void flexisip.registered.set(`sip:${username}@${domain}`, phones(n)))
    flexisip.reply = (connection, answer) => setImmediate(() => connection.end(answer))
    const lists = Promise.all(people.map((aor) => registrar.list(aor)))
    const removals = Promise.all(people.map((aor, n) => registrar.remove(aor, `urn:uuid:${n}.0`)))
    const [devices, removed] = await Promise.all([lists, removals])
    expect(devices.map((list) => list.length)).toEqual(Array(10).fill(5))
    expect(removed).toEqual(Array(10).fill(true))
    await Promise.all(people.map((aor) => registrar.removeAll(aor)))
    expect([...flexisip.registered.values()].flat()).toEqual([])
    expect(flexisip.commands).toHaveLength(10 + 20 + 50)
    expect(flexisip.mostAtOnce).toBe(1)
  })

  test('may answer more than 64 KiB in pieces that split characters', async () => {
    const many = Array.from({ length: 400 }, (_, n) => phone(`"<urn:uuid:${n}>"`, { userAgent: `Téléphone 📱 ${n} ${'é'.repeat(80)}` }))
    flexisip.registered.set(ADDRESS, many)
    let length = 0
    flexisip.reply = (connection, answer) => {
      const bytes = Buffer.from(answer)
      length = bytes.length
      void inPieces(connection, bytes, 4_093)
    }
    const devices = await registrar.list(ALICE)
    expect(length).toBeGreaterThan(65_536)
    expect(devices.map(({ userAgent }) => userAgent)).toEqual(many.map(({ userAgent }) => userAgent))
  })

  test.each(['Error - 408 Timeout', 'Error 500: internal', 'error'])('that answers %p to a question is refused', async (answer) => {
    flexisip.registered.set(ADDRESS, [phone(`"<${URN}1>"`)])
    flexisip.reply = (connection) => connection.end(answer)
    for (const ask of everyWay()) await expect(ask()).rejects.toThrow(`Flexisip answers: ${answer}`)
  })

  test.each(['Error - 408 Timeout', 'Error - 400 Bad Request', 'neither', '', '{}'])(
    'that answers %p to a removal has not removed',
    async (answer) => {
      flexisip.registered.set(ADDRESS, [phone(`"<${URN}1>"`), phone(`"<${URN}2>"`)])
      refuseDeletes(answer)
      await expect(registrar.remove(ALICE, `${URN}1`)).rejects.toThrow()
      flexisip.commands.length = 0
      await expect(registrar.removeAll(ALICE)).rejects.toThrow()
      expect(flexisip.commands).toHaveLength(2) // the next would fare no better
    },
  )

  test('that says 404 to a removal has no such address any more: another has removed it', async () => {
    flexisip.registered.set(ADDRESS, [phone(`"<${URN}1>"`)])
    flexisip.reply = (connection, answer, command) =>
      connection.end(command.startsWith('REGISTRAR_DELETE') ? recorded('2.5.2-registrar-get-unknown.txt') : answer)
    expect(await registrar.remove(ALICE, `${URN}1`)).toBe(true)
  })

  test.each([
    ['no JSON', 'Bonjour'],
    ['half of an answer', '{"contacts":[{"unique-id":"x",'],
    ['another object', '{"devices":[]}'],
    ['a number', '7'],
    ['null', 'null'],
    ['contacts that are none', '{"contacts":[null,7,{"unique-id":7}]}'],
    ['bytes that are no text', Buffer.from([0xff, 0, 0xfe])],
  ])('that answers %s is refused', async (_, answer) => {
    flexisip.reply = (connection) => connection.end(answer)
    for (const ask of everyWay()) await expect(ask()).rejects.toThrow(/Flexisip/)
  })

  test('that has one contact which cannot be read still tells the others', async () => {
    flexisip.registered.set(ADDRESS, [phone(`"<${URN}1>"`), phone('')])
    expect((await registrar.list(ALICE)).map(({ uuid }) => uuid)).toEqual([`${URN}1`])
  })

  test('removes what it can, and says so, when the key of a device cannot be sent', async () => {
    flexisip.registered.set(ADDRESS, [phone('two words'), phone(`"<${URN}1>"`)])
    expect(await registrar.list(ALICE)).toHaveLength(2)
    await expect(registrar.removeAll(ALICE)).rejects.toThrow('cannot be sent')
    expect(keys()).toEqual(['two words'])
  })

  test('is never sent an address that would be another command, or too long', async () => {
    for (const username of ['', 'two words', 'line\nbreak', 'q"uote', 'é', 'x'.repeat(500)]) {
      await expect(registrar.list({ ...ALICE, username })).rejects.toThrow('the address')
      await expect(registrar.removeAll({ ...ALICE, username })).rejects.toThrow('the address')
    }
    expect(flexisip.commands).toEqual([])
    const longest = 511 - 'REGISTRAR_GET sip:@'.length - ALICE.domain.length
    expect(await registrar.list({ ...ALICE, username: 'x'.repeat(longest) })).toEqual([])
  })

  test('is checked', async () => {
    expect(await registrar.check()).toBe(`Flexisip answers at ${path}`)
  })

  test('is asked nothing once closed', async () => {
    await registrar.close()
    await expect(registrar.list(ALICE)).rejects.toThrow('closed')
    expect(flexisip.commands).toEqual([])
  })
})

describe('a command socket', () => {
  test('that hangs is given up and its connection closed, so that it can answer the next', async () => {
    await start('2.5.2', 150)
    flexisip.reply = (connection) => connection.once('end', () => connection.destroy()) // it is stuck until the other side goes
    for (const ask of everyWay()) await expect(ask()).rejects.toThrow('does not answer')
    flexisip.reply = (connection, answer) => connection.end(answer)
    expect(await registrar.list(ALICE)).toEqual([])
    expect(flexisip.faults).toEqual([])
  })

  test('that sends its answer without ever ending is given up', async () => {
    await start('2.5.2', 150)
    flexisip.reply = (connection) => connection.write('{"contacts":[]}')
    await expect(registrar.list(ALICE)).rejects.toThrow('does not answer')
  })

  test('that drips its answer is given up as a whole, however often a byte comes', async () => {
    await start('2.5.2', 150)
    flexisip.reply = (connection) => {
      const drip = setInterval(() => connection.write(' '), 10)
      connection.on('close', () => clearInterval(drip))
    }
    const began = performance.now()
    await expect(registrar.list(ALICE)).rejects.toThrow('does not answer')
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  test('that breaks off is refused', async () => {
    await start('2.5.2')
    flexisip.reply = (connection) => connection.write('{"contacts":[', () => connection.destroy())
    for (const ask of everyWay()) await expect(ask()).rejects.toThrow()
  })

  test('that never stops talking is cut off', async () => {
    await start('2.5.2')
    flexisip.reply = (connection) => void inPieces(connection, Buffer.alloc(6 * 1024 * 1024, 32), 65_536)
    await expect(registrar.list(ALICE)).rejects.toThrow('longer than')
  })

  test('has a line of a hundred; who comes later is turned away at once, and so is who would wait too long', async () => {
    await start('2.5.2', 2_500)
    const held: (() => void)[] = []
    let first: () => void
    const asked = new Promise<void>((resolve) => (first = resolve))
    flexisip.reply = (connection, answer) => {
      held.push(() => connection.end(answer))
      first()
    }
    const one = registrar.list(ALICE)
    await asked // it has left the line
    const line = Array.from({ length: 100 }, () => registrar.list(ALICE))
    const settled = Promise.allSettled([one, ...line])
    await expect(registrar.list(ALICE)).rejects.toThrow('100 requests wait already')
    const outcomes = await settled
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(101)
    expect(flexisip.commands).toHaveLength(1)
  })

  test.each(['missing', 'left behind by a process that died'])('that is %s is refused at once', async (which) => {
    await start('2.5.2')
    if (which === 'missing') await flexisip.close()
    else await leaveBehind()
    for (const ask of everyWay()) await expect(ask()).rejects.toThrow(which === 'missing' ? 'ENOENT' : 'ECONNREFUSED')
  })

  async function leaveBehind(): Promise<void> {
    await flexisip.close()
    const { spawnSync } = await import('node:child_process')
    const program = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
    spawnSync(process.execPath, ['-e', program])
  }
})

describe('the command socket by a pid file', () => {
  const pids: number[] = []
  /** The id of no process: they end at 4194304. */
  const newPid = (): number => {
    const pid = randomInt(5_000_000, 2 ** 31)
    pids.push(pid)
    return pid
  }
  const pidFile = () => join(folder, 'flexisip-proxy.pid')
  const listen = async (pid: number): Promise<FlexisipSocket> => {
    const proxy = await FlexisipSocket.listen({ path: `/tmp/flexisip-proxy-${pid}`, generation: '2.5.2' })
    proxy.registered.set(ADDRESS, [phone(`"<urn:uuid:${pid}>"`)])
    return proxy
  }
  afterEach(async () => {
    for (const pid of pids.splice(0)) await rm(`/tmp/flexisip-proxy-${pid}`, { force: true })
  })

  test('is found again after a restart, with and without a newline in the file', async () => {
    registrar = openRegistrar(`flexisip-pid:${pidFile()}`, { now: () => NOW })
    for (const end of ['', '\n']) {
      const pid = newPid()
      flexisip = await listen(pid)
      await writeFile(pidFile(), `${pid}${end}`)
      expect((await registrar.list(ALICE)).map(({ uuid }) => uuid)).toEqual([`urn:uuid:${pid}`])
      expect(await registrar.check()).toBe(`Flexisip answers at /tmp/flexisip-proxy-${pid}`)
      await flexisip.close()
      await expect(registrar.list(ALICE)).rejects.toThrow('ENOENT')
    }
  })

  test('is refused while the file is missing or holds something else', async () => {
    registrar = openRegistrar(`flexisip-pid:${pidFile()}`, { now: () => NOW })
    await expect(registrar.list(ALICE)).rejects.toThrow('ENOENT')
    for (const text of ['', 'flexisip', '../../etc/socket', '12 13']) {
      await writeFile(pidFile(), text)
      await expect(registrar.list(ALICE)).rejects.toThrow('does not hold a process id')
    }
  })
})

const everyWay = () => [() => registrar.list(ALICE), () => registrar.remove(ALICE, `${URN}1`), () => registrar.removeAll(ALICE)]

function refuseDeletes(text: string): void {
  flexisip.reply = (connection, answer, command) => connection.end(command.startsWith('REGISTRAR_DELETE') ? text : answer)
}

async function inPieces(connection: Socket, bytes: Buffer, size: number): Promise<void> {
  for (let at = 0; at < bytes.length && !connection.destroyed; at += size) {
    await new Promise<void>((resolve) => connection.write(bytes.subarray(at, at + size), () => resolve()))
  }
  connection.end()
}
