// runs once: no database is in it

import { reasonOf } from '../../src/registrar/commandSocket.js'
import type { Registrar } from '../../src/registrar/registrar.js'
import { ALICE, everyWay, inPieces, useCommandSocket } from '../support/commandSocket.js'
import type { FlexisipSocket } from '../support/flexisipSocket.js'

describe('a command socket', () => {
  const start = useCommandSocket()
  let path: string
  let flexisip: FlexisipSocket
  let registrar: Registrar

  test('that hangs is given up and its connection closed, so that it can answer the next', async () => {
    ;({ path, flexisip, registrar } = await start('2.5.2', 150))
    flexisip.reply = (connection) => connection.once('end', () => connection.destroy()) // it is stuck until the other side goes
    for (const ask of everyWay(registrar)) await expect(ask()).rejects.toThrow('does not answer')
    flexisip.reply = (connection, answer) => connection.end(answer)
    expect(await registrar.list(ALICE)).toEqual([])
    expect(flexisip.faults).toEqual([])
  })

  test('that sends its answer without ever ending is given up', async () => {
    ;({ path, flexisip, registrar } = await start('2.5.2', 150))
    flexisip.reply = (connection) => connection.write('{"contacts":[]}')
    await expect(registrar.list(ALICE)).rejects.toThrow('does not answer')
  })

  test('that drips its answer is given up as a whole, however often a byte comes', async () => {
    ;({ path, flexisip, registrar } = await start('2.5.2', 150))
    flexisip.reply = (connection) => {
      const drip = setInterval(() => connection.write(' '), 10)
      connection.on('close', () => clearInterval(drip))
    }
    const began = performance.now()
    await expect(registrar.list(ALICE)).rejects.toThrow('does not answer')
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  test('that breaks off is refused', async () => {
    ;({ path, flexisip, registrar } = await start('2.5.2'))
    flexisip.reply = (connection) => connection.write('{"contacts":[', () => connection.destroy())
    for (const ask of everyWay(registrar)) await expect(ask()).rejects.toThrow()
  })

  test('that never stops talking is cut off', async () => {
    ;({ path, flexisip, registrar } = await start('2.5.2'))
    flexisip.reply = (connection) => void inPieces(connection, Buffer.alloc(6 * 1024 * 1024, 32), 65_536)
    await expect(registrar.list(ALICE)).rejects.toThrow('longer than')
  })

  test('turns away who would wait for more than two seconds, however many they are', async () => {
    ;({ path, flexisip, registrar } = await start('2.5.2', 2_500))
    flexisip.reply = () => undefined // it never answers
    const line = Array.from({ length: 150 }, (_, n) => registrar.list({ ...ALICE, username: `user.${n}` }))
    const outcomes = await Promise.allSettled(line)
    const reasons = outcomes.map((one) => (one.status === 'rejected' ? (one.reason as Error).message : 'answered'))
    expect(reasons.filter((reason) => reason === 'no turn within 2 s')).toHaveLength(149)
    expect(reasons.filter((reason) => reason.includes('does not answer'))).toHaveLength(1)
    expect(flexisip.commands).toHaveLength(1)
  })

  test('that may not be used is refused, and the reason says whose it is', async () => {
    ;({ path, flexisip, registrar } = await start('2.5.2'))
    const refused = Object.assign(new Error(`connect EACCES ${path}`), { code: 'EACCES', path })
    expect(await reasonOf(refused)).toMatch(
      /^connect EACCES .*: it has mode 0[0-7]{3}, user \d+ and group \d+, and this service is user \d+$/,
    )
    const hidden = Object.assign(new Error('connect EACCES /nowhere/x'), { code: 'EACCES', address: '/nowhere/x' })
    expect(await reasonOf(hidden)).toContain('its folder is closed')
  })

  test.each(['missing', 'left behind by a process that died'])('that is %s is refused at once', async (which) => {
    ;({ path, flexisip, registrar } = await start('2.5.2'))
    if (which === 'missing') await flexisip.close()
    else await leaveBehind()
    for (const ask of everyWay(registrar)) await expect(ask()).rejects.toThrow(which === 'missing' ? 'ENOENT' : 'ECONNREFUSED')
  })

  async function leaveBehind(): Promise<void> {
    await flexisip.close()
    const { spawnSync } = await import('node:child_process')
    const program = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
    spawnSync(process.execPath, ['-e', program])
  }
})
