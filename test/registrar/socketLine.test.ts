// runs once: no database is in it
import { connect } from 'node:net'
import { join } from 'node:path'
import { openRegistrar } from '../../src/registrar/openRegistrar.js'
import { busySocket } from '../support/busySocket.js'
import { ADDRESS, ALICE, NOW, phone, URN, useCommandSocket } from '../support/commandSocket.js'
import { useFolder } from '../support/folder.js'
import { useClosing, useForEach } from '../support/use.js'

const people = (count: number) => Array.from({ length: count }, (_, n) => ({ ...ALICE, username: `user.${n}` }))

describe('a command socket that serves one and lets one wait', () => {
  const folder = useFolder(useForEach)
  const closing = useClosing()
  const path = () => join(folder.path, 'socket')
  const busy = async (ms: number) => closing(await busySocket(path(), ms), (one) => one.close())
  const open = () => closing(openRegistrar(`unix:${path()}`, { now: () => NOW }), (one) => one.close())

  /** A connection of somebody else. Resolves with the code of its failure, if it fails. */
  const another = () =>
    new Promise<string | undefined>((resolve) => {
      const socket = connect(path()).on('error', (error) => resolve((error as NodeJS.ErrnoException).code))
      socket.on('close', () => resolve(undefined)).resume()
      socket.end('REGISTRAR_GET sip:somebody@example.org')
    })

  test('refuses others meanwhile', async () => {
    await busy(20)
    expect(await Promise.all(Array.from({ length: 20 }, another))).toContain('EAGAIN')
  })

  test('answers all questions of four processes, forty at a time each', async () => {
    const flexisip = await busy(1)
    const registrars = Array.from({ length: 4 }, open)
    const lists = await Promise.allSettled(registrars.flatMap((registrar) => people(40).map((aor) => registrar.list(aor))))
    expect(new Set(lists.map((one) => (one.status === 'rejected' ? String(one.reason) : 'answered')))).toEqual(new Set(['answered']))
    expect(await flexisip.served()).toBe(160)
  })

  test('answers a hundred and fifty of one process', async () => {
    await busy(1)
    const registrar = open()
    expect(await Promise.all(people(150).map((aor) => registrar.list(aor)))).toHaveLength(150)
  })
})

describe('the questions of one account', () => {
  const start = useCommandSocket()

  test('are asked once for all who ask at the same time', async () => {
    const { flexisip, registrar } = await start('2.5.2')
    flexisip.registered.set(ADDRESS, [phone(`"<${URN}1>"`)])
    const lists = await Promise.all(Array.from({ length: 180 }, () => registrar.list(ALICE)))
    expect(lists.map((devices) => devices.length)).toEqual(Array(180).fill(1))
    expect(flexisip.commands).toHaveLength(1)
    await registrar.list(ALICE)
    expect(flexisip.commands).toHaveLength(2)
  })

  test('that come after a removal see it', async () => {
    const { flexisip, registrar } = await start('2.5.2')
    flexisip.registered.set(ADDRESS, [phone(`"<${URN}1>"`), phone(`"<${URN}2>"`)])
    const before = registrar.list(ALICE)
    const removed = registrar.remove(ALICE, `${URN}1`)
    const after = registrar.list(ALICE)
    expect([(await before).length, await removed, (await after).length]).toEqual([2, true, 1])
  })

  test('do not keep those of others waiting, removals neither', async () => {
    const { flexisip, registrar } = await start('2.5.2')
    flexisip.registered.set(
      ADDRESS,
      Array.from({ length: 180 }, (_, n) => phone(`"<urn:uuid:${n}>"`)),
    )
    const many = Array.from({ length: 180 }, (_, n) => registrar.remove(ALICE, `urn:uuid:${n}`))
    const others = await Promise.all(people(20).map((aor) => registrar.list(aor)))
    expect(others).toHaveLength(20)
    // of the many, one at a time had its turn between those of the others
    expect(flexisip.commands.filter((command) => command.includes(ADDRESS)).length).toBeLessThan(25)
    await Promise.allSettled(many)
  })

  test('are asked again after one that failed', async () => {
    const { flexisip, registrar } = await start('2.5.2')
    flexisip.refuse = () => 'Error - 500'
    const failed = await Promise.allSettled([registrar.list(ALICE), registrar.list(ALICE)])
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    flexisip.refuse = () => undefined
    expect(await registrar.list(ALICE)).toEqual([])
  })
})
