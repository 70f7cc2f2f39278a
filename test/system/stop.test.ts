// runs once: the program opens a database of its own
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { useFolder } from '../support/folder.js'
import { startService } from '../support/process.js'

interface Answer {
  status: number
  connection: string | undefined
}

/** A request of which half the body is kept back until `finish`. */
function slowRequest(url: string) {
  const body = JSON.stringify({ pn_provider: 'fcm', pn_param: 'project', pn_prid: `device-${Math.random()}` })
  const headers = { 'content-type': 'application/json', 'content-length': String(body.length) }
  const request = httpRequest(`${url}/api/tokens`, { method: 'POST', headers, agent: new Agent() })
  const answer = new Promise<Answer>((resolve, reject) => {
    request.on('error', reject).on('response', (response: IncomingMessage) => {
      response.resume().on('end', () => resolve({ status: response.statusCode!, connection: response.headers.connection }))
    })
  })
  const started = new Promise<void>((resolve) => request.write(body.slice(0, 20), () => resolve()))
  return { started, answer, finish: () => request.end(body.slice(20)) }
}

describe('a stop', () => {
  const folder = useFolder()

  test.each(['1', '2'])(
    'is told by readiness first; then everything in flight is answered (WORKERS=%s)',
    async (WORKERS) => {
      const service = await startService({ DATA_DIR: folder.path, STOP_DELAY: '2', RATE_LIMIT: 'off', WORKERS })
      if (WORKERS === '2') await service.until(/(?:"event":"worker_started"[\s\S]*){2}/)
      const ready = async () => {
        const answer = await fetch(`${service.url}/api/health/ready`, { headers: { connection: 'close' } })
        return { status: answer.status, body: await answer.json(), at: performance.now() }
      }
      /** As a load balancer does: sends until readiness says no, then nothing new. */
      let stopped = false
      const outcomes: unknown[] = []
      const agent = new Agent({ keepAlive: true, maxSockets: 8 })
      const load = async (): Promise<void> => {
        while (!stopped) outcomes.push(await ping(service.url, agent).catch((error: Error) => error.message))
      }
      const slow = Array.from({ length: 6 }, () => slowRequest(service.url))
      await Promise.all(slow.map(({ started }) => started))
      const clients = Array.from({ length: 8 }, load)
      expect((await ready()).status).toBe(200)

      const termAt = performance.now()
      const ended = service.stop()
      let first = await ready()
      while (first.status === 200 && first.at - termAt < 1_500) first = await ready()
      expect(first).toMatchObject({ status: 503, body: { status: 'unavailable', checks: { service: 'unavailable' } } })
      expect(first.at - termAt).toBeLessThan(1_000)
      // it serves on: those who have not looked yet notice nothing
      const late = await ping(service.url, agent)
      expect(late).toEqual({ status: 200, connection: 'close' })
      stopped = true
      await Promise.all(clients)
      expect(outcomes.length).toBeGreaterThan(10)
      expect(outcomes.filter((one) => (one as Answer).status !== 200)).toEqual([])

      // until the delay is over; then nobody is let in, and who was in is answered
      await refused(service.url)
      expect(performance.now() - termAt).toBeGreaterThan(1_900)
      for (const { finish } of slow) finish()
      expect(await Promise.all(slow.map(({ answer }) => answer))).toEqual(slow.map(() => ({ status: 200, connection: 'close' })))
      expect((await ended).code).toBe(0)
      expect(performance.now() - termAt).toBeLessThan(12_000)
      agent.destroy()
    },
    40_000,
  )

  test('does not wait for those who say nothing for longer than ten seconds', async () => {
    const service = await startService({ DATA_DIR: folder.path })
    const silent = slowRequest(service.url)
    silent.answer.catch(() => undefined)
    await silent.started
    const at = performance.now()
    const { code } = await service.stop()
    expect(code).toBe(0)
    expect(performance.now() - at).toBeLessThan(10_000)
  }, 20_000)
})

function ping(url: string, agent: Agent, signal?: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    httpRequest(`${url}/api/ping`, { agent, signal }, (response) => {
      response.resume().on('end', () => resolve({ status: response.statusCode!, connection: response.headers.connection }))
    })
      .on('error', reject)
      .end()
  })
}

/** Resolves when nobody listens there any more. Who comes while the door closes may wait in it, unheard, until the process ends. */
async function refused(url: string): Promise<void> {
  for (;;) {
    try {
      await ping(url, new Agent(), AbortSignal.timeout(500))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return
    }
  }
}
