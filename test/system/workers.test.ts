// runs once: the program opens a database of its own
import { connect } from 'node:net'
import { useFolder } from '../support/folder.js'
import { startService } from '../support/process.js'

describe('several workers', () => {
  const folder = useFolder()

  test('serve, are replaced when they die, and end at SIGTERM with exit code 0', async () => {
    const service = await startService({ DATA_DIR: folder.path, WORKERS: '2' })
    const pids = async () => {
      const lines = (await service.until(/(?:"event":"worker_started"[\s\S]*){2}/)).input.split('\n')
      return lines.filter((line) => line.includes('"worker_started"')).map((line) => JSON.parse(line).worker as number)
    }
    let stopped: Awaited<ReturnType<typeof service.stop>> | undefined
    try {
      const [first] = await pids()
      const ping = async () => (await fetch(`${service.url}/api/ping`, { headers: { connection: 'close' } })).text()
      expect(await Promise.all(Array.from({ length: 8 }, ping))).toEqual(Array(8).fill('pong'))

      process.kill(first!, 'SIGKILL')
      const [died] = await service.until(new RegExp(`^.*"worker":${first},.*worker died and is replaced.*$`, 'm'))
      expect(JSON.parse(died)).toMatchObject({ level: 50, signal: 'SIGKILL' })
      await service.until(/(?:"event":"worker_started"[\s\S]*){3}/)
      expect(await Promise.all(Array.from({ length: 8 }, ping))).toEqual(Array(8).fill('pong'))
    } finally {
      stopped = await service.stop()
    }
    expect(stopped.code).toBe(0)
    // nobody is left behind
    const workers = [...stopped.stdout.matchAll(/"event":"worker_started","worker":(\d+)/g)].map(([, pid]) => Number(pid))
    expect(workers).toHaveLength(3)
    for (const pid of workers) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })

  /** One request on a connection of its own: resolves when the connection has ended, with an answer or without. */
  const ask = (port: number): Promise<void> =>
    new Promise((ended) => {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => undefined).on('close', () => ended())
      socket.resume().end('GET /api/ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    })

  test('that are killed leave no connection behind that nobody answers', async () => {
    const service = await startService({ DATA_DIR: folder.path, WORKERS: '3' })
    const port = Number(new URL(service.url).port)
    let over = false
    let open = 0
    const lane = async () => {
      while (!over) {
        open++
        await ask(port)
        open--
      }
    }
    try {
      const lanes = Array.from({ length: 30 }, lane)
      for (let kills = 1; kills <= 3; kills++) {
        const lines = (await service.until(new RegExp(`(?:"event":"worker_started"[\\s\\S]*){${kills + 2}}`))).input.split('\n')
        const pids = lines.filter((line) => line.includes('"worker_started"')).map((line) => JSON.parse(line).worker as number)
        await Promise.all(Array.from({ length: 30 }, () => ask(port)))
        process.kill(pids.at(-1)!, 'SIGKILL')
        await service.until(new RegExp(`"worker":${pids.at(-1)},.*worker died`))
      }
      over = true
      await Promise.race([Promise.all(lanes), new Promise((resolve) => setTimeout(resolve, 10_000).unref())])
      expect(open).toBe(0)
    } finally {
      over = true
      await service.stop()
    }
  }, 60_000) // three workers start anew
})
