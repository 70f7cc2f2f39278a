import { Agent, request } from 'node:http'
import { startService, temporaryFolder } from '../support/process.js'

interface Answer {
  status: number
  connection: string | undefined
}

/** Asks again and again over one kept-alive connection, until an answer ends it or there is none. */
async function askOn(url: string, answers: Answer[], answered: () => void): Promise<unknown> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ask = () =>
    new Promise<Answer>((resolve, reject) => {
      request(url, { agent }, (response) => {
        response.resume().on('end', () => resolve({ status: response.statusCode!, connection: response.headers.connection }))
      })
        .on('error', reject)
        .end()
    })
  try {
    for (;;) {
      answers.push(await ask())
      answered()
      if (answers.at(-1)!.connection === 'close') return undefined
    }
  } catch (error) {
    return error
  } finally {
    agent.destroy()
  }
}

describe('a service that is told to stop', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  beforeAll(async () => {
    folder = await temporaryFolder()
  })
  afterAll(() => folder.remove())

  test.each(['1', '2'])(
    'ends kept-alive connections with an answer, however busy they are, and itself with code 0 (WORKERS=%s)',
    async (WORKERS) => {
      const service = await startService({ DATA_DIR: folder.path, WORKERS, LOG_LEVEL: 'silent' })
      let count = 0
      let busy = (): void => undefined
      const isBusy = new Promise<void>((resolve) => {
        busy = resolve
      })
      const clients = Array.from({ length: 8 }, () => {
        const answers: Answer[] = []
        const answered = () => {
          if (++count === 100) busy()
        }
        return { answers, end: askOn(`${service.url}/api/health/ready`, answers, answered) }
      })
      await isBusy
      const { code } = await service.stop()
      for (const { answers, end } of clients) {
        expect(await end).toBeUndefined()
        expect(answers.at(-1)).toEqual({ status: 200, connection: 'close' })
      }
      expect(code).toBe(0)
    },
  )
})
