// runs once: no database is in it
import { randomInt } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openRegistrar } from '../../src/registrar/openRegistrar.js'
import { ADDRESS, ALICE, NOW, phone } from '../support/commandSocket.js'
import { FlexisipSocket } from '../support/flexisipSocket.js'
import { useFolder } from '../support/folder.js'
import { useClosing, useForEach } from '../support/use.js'

describe('the command socket by a pid file', () => {
  const folder = useFolder(useForEach)
  const closing = useClosing()
  const pids: number[] = []
  /** The id of no process: they end at 4194304. */
  const newPid = (): number => {
    const pid = randomInt(5_000_000, 2 ** 31)
    pids.push(pid)
    return pid
  }
  const pidFile = () => join(folder.path, 'flexisip-proxy.pid')
  const listen = async (pid: number): Promise<FlexisipSocket> => {
    const proxy = closing(await FlexisipSocket.listen({ path: `/tmp/flexisip-proxy-${pid}`, generation: '2.5.2' }), (one) => one.close())
    proxy.registered.set(ADDRESS, [phone(`"<urn:uuid:${pid}>"`)])
    return proxy
  }
  afterEach(async () => {
    for (const pid of pids.splice(0)) await rm(`/tmp/flexisip-proxy-${pid}`, { force: true })
  })

  test('is found again after a restart, with and without a newline in the file', async () => {
    const registrar = closing(openRegistrar(`flexisip-pid:${pidFile()}`, { now: () => NOW }), (one) => one.close())
    for (const end of ['', '\n']) {
      const pid = newPid()
      const flexisip = await listen(pid)
      await writeFile(pidFile(), `${pid}${end}`)
      expect((await registrar.list(ALICE)).map(({ uuid }) => uuid)).toEqual([`urn:uuid:${pid}`])
      expect(await registrar.check()).toBe(`Flexisip answers at /tmp/flexisip-proxy-${pid}`)
      await flexisip.close()
      await expect(registrar.list(ALICE)).rejects.toThrow('ENOENT')
    }
  })

  test('is refused while the file is missing or holds something else', async () => {
    const registrar = closing(openRegistrar(`flexisip-pid:${pidFile()}`, { now: () => NOW }), (one) => one.close())
    await expect(registrar.list(ALICE)).rejects.toThrow('ENOENT')
    for (const text of ['', 'flexisip', '../../etc/socket', '12 13']) {
      await writeFile(pidFile(), text)
      await expect(registrar.list(ALICE)).rejects.toThrow('does not hold a process id')
    }
  })
})
