// runs once: no database is in it
import type { Registrar } from '../../src/registrar/registrar.js'
import { ADDRESS, ALICE, everyWay, inPieces, NOW, phone, URN, useCommandSocket } from '../support/commandSocket.js'
import type { FlexisipSocket, Generation } from '../support/flexisipSocket.js'
import { recorded } from '../support/flexisipSocket.js'

/** the second of a change. Since the epoch */
const CHANGE = NOW / 1000 - 100

describe.each<Generation>(['2021', '2.5.2', '2.7.0'])('the command socket of %s', (generation) => {
  const start = useCommandSocket()
  let path: string
  let flexisip: FlexisipSocket
  let registrar: Registrar
  beforeEach(async () => {
    ;({ path, flexisip, registrar } = await start(generation))
  })
  afterEach(() => {
    expect(flexisip.faults).toEqual([]) // nothing that would harm a real one
  })
  const sorted = async () => (await registrar.list(ALICE)).sort((a, b) => a.uuid.localeCompare(b.uuid))
  /** 2.7.0 writes as 2.5.2 does */
  const recordedAs = generation === '2021' ? '2021' : '2.5.2'
  const keys = () => (flexisip.registered.get(ADDRESS) ?? []).map(({ key }) => key)
  function refuseDeletes(text: string): void {
    flexisip.reply = (connection, answer, command) => connection.end(command.startsWith('REGISTRAR_DELETE') ? text : answer)
  }

  test('tells the devices of an address, as they were recorded', async () => {
    flexisip.reply = (connection) => connection.end(recorded(`${recordedAs}-registrar-get.txt`))
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
    flexisip.reply = (connection) => connection.end(recorded(`${recordedAs}-${name}.txt`))
    for (const { uuid } of await registrar.list(ALICE)) expect(uuid).toMatch(/^urn:uuid:[0-9a-f-]{36}$/)
  })

  test('knows no device of an unknown address, and removes none', async () => {
    expect(await registrar.list(ALICE)).toEqual([])
    expect(await registrar.remove(ALICE, `${URN}1`)).toBe(false)
    await registrar.removeAll(ALICE)
    expect(flexisip.commands.every((command) => command.startsWith('REGISTRAR_GET '))).toBe(true)
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
    expect(flexisip.commands).toHaveLength(10 + 20 + 20)
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
    for (const ask of everyWay(registrar)) await expect(ask()).rejects.toThrow(`Flexisip answers: ${answer}`)
  })

  test.each(['Error - 408 Timeout', 'Error - 400 Bad Request', 'neither', '', '{}'])(
    'that answers %p to a removal has not removed',
    async (answer) => {
      flexisip.registered.set(ADDRESS, [phone(`"<${URN}1>"`), phone(`"<${URN}2>"`)])
      refuseDeletes(answer)
      await expect(registrar.remove(ALICE, `${URN}1`)).rejects.toThrow()
      flexisip.registered.set(ADDRESS, [phone(`"<${URN}1>"`), phone(`"<${URN}2>"`), phone('new', { updateTime: CHANGE + 1 })])
      flexisip.commands.length = 0
      await expect(registrar.removeAll(ALICE, new Date(CHANGE * 1000))).rejects.toThrow()
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
    for (const ask of everyWay(registrar)) await expect(ask()).rejects.toThrow(/Flexisip/)
  })

  test('that has one contact which cannot be read still tells the others', async () => {
    flexisip.registered.set(ADDRESS, [phone(`"<${URN}1>"`), phone('')])
    expect((await registrar.list(ALICE)).map(({ uuid }) => uuid)).toEqual([`${URN}1`])
  })

  describe.each([
    ['two words', 'two words'],
    ['a space', '"a b"'],
    ['an escaped quote', '"a\\"b"'],
    ['another letter than those of ASCII', '"é"'],
    ['one quote', '"x'],
    ['480 characters', 'x'.repeat(480)],
    ['480 characters in quotes', `"${'x'.repeat(480)}"`],
  ])('with a device that no command can name, for %s,', (_, odd) => {
    test('loses it with all others', async () => {
      flexisip.registered.set(ADDRESS, [phone(odd), phone(`"<${URN}1>"`)])
      expect(await registrar.list(ALICE)).toHaveLength(2)
      await registrar.removeAll(ALICE)
      expect(keys()).toEqual([])
    })

    test('loses it by itself, and whatever else the address has: it must go, and the others come back', async () => {
      flexisip.registered.set(ADDRESS, [phone(odd), phone(`"<${URN}1>"`)])
      expect(await registrar.remove(ALICE, odd)).toBe(true)
      expect(keys()).toEqual([])
      expect(await registrar.remove(ALICE, odd)).toBe(false)
    })

    test('keeps it while another is removed', async () => {
      flexisip.registered.set(ADDRESS, [phone(odd), phone(`"<${URN}1>"`)])
      expect(await registrar.remove(ALICE, `${URN}1`)).toBe(true)
      expect(keys()).toEqual([odd])
    })

    test('loses it when it is older than a change, even if that costs a newer one; keeps it when it is the newer one', async () => {
      const old = { updateTime: CHANGE - 60 }
      flexisip.registered.set(ADDRESS, [phone(odd, old), phone(`"<${URN}1>"`, { updateTime: CHANGE + 1 })])
      await registrar.removeAll(ALICE, new Date(CHANGE * 1000))
      expect(keys()).toEqual([])
      flexisip.registered.set(ADDRESS, [phone(odd, { updateTime: CHANGE + 1 }), phone(`"<${URN}1>"`, old)])
      await registrar.removeAll(ALICE, new Date(CHANGE * 1000))
      expect(keys()).toEqual([odd])
    })
  })

  test('keeps what registered after a change, which is told to the second: one of the same second goes', async () => {
    const at = (seconds: number) => phone(`"<urn:uuid:${seconds}>"`, { updateTime: CHANGE + seconds })
    flexisip.registered.set(ADDRESS, [at(-600), at(-1), at(0), at(1), at(2)])
    await registrar.removeAll(ALICE, new Date(CHANGE * 1000 + 999))
    expect(keys()).toEqual(['"<urn:uuid:1>"', '"<urn:uuid:2>"'])
    await registrar.removeAll(ALICE, new Date(CHANGE * 1000 + 999))
    expect(keys()).toHaveLength(2)
  })

  test('loses five hundred devices by one command', async () => {
    flexisip.registered.set(
      ADDRESS,
      Array.from({ length: 500 }, (_, n) => phone(`"<urn:uuid:${n}>"`)),
    )
    await registrar.removeAll(ALICE, new Date(NOW))
    expect(flexisip.commands).toEqual([`REGISTRAR_GET ${ADDRESS}`, `REGISTRAR_CLEAR ${ADDRESS}`])
    expect(keys()).toEqual([])
  })

  test.each(['', 'Error - Failed to clear AOR', 'neither'])(
    'that answers %p to the removal of all has not removed them',
    async (answer) => {
      flexisip.registered.set(ADDRESS, [phone(`"<${URN}1>"`)])
      flexisip.refuse = (command) => (command.startsWith('REGISTRAR_CLEAR') ? answer : undefined)
      await expect(registrar.removeAll(ALICE)).rejects.toThrow()
    },
  )

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

describe('nothing at all', () => {
  const start = useCommandSocket()

  test('is an unknown address in 2021', async () => {
    const { registrar, flexisip } = await start('2021')
    expect(await registrar.list(ALICE)).toEqual([])
    expect(flexisip.commands).toEqual([`REGISTRAR_GET ${ADDRESS}`, 'REGISTRAR_GET sip:check@check.invalid'])
  })

  test('is an error of a later one: it has registrations that it cannot tell, and loses all of them', async () => {
    const { registrar, flexisip } = await start('2.7.0')
    flexisip.registered.set(ADDRESS, [phone(`"<${URN}1>"`), phone(`"<${URN}2>"`, { latin1: true })])
    await expect(registrar.list(ALICE)).rejects.toThrow('cannot list')
    await expect(registrar.remove(ALICE, `${URN}1`)).rejects.toThrow('cannot list')
    expect(flexisip.registered.get(ADDRESS)).toHaveLength(2)
    await registrar.removeAll(ALICE, new Date(NOW))
    expect(flexisip.registered.has(ADDRESS)).toBe(false)
    expect(await registrar.list(ALICE)).toEqual([])
    expect(flexisip.faults).toEqual([])
  })
})
