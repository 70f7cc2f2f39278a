// runs once: the program opens a database of its own
import { useFolder } from '../support/folder.js'
import { startService } from '../support/process.js'

describe('METRICS_PORT', () => {
  const folder = useFolder()

  test.each(['1', '2'])('serves the metrics of all processes, and nothing else (WORKERS=%s)', async (WORKERS) => {
    const service = await startService({ DATA_DIR: folder.path, METRICS_PORT: '0', WORKERS })
    try {
      const [line] = await service.until(/^.*"event":"metrics_started".*$/m)
      // a worker that is still starting answers no question about its metrics
      if (WORKERS === '2') await service.until(/(?:"event":"worker_started"[\s\S]*){2}/)
      const metrics = `http://127.0.0.1:${JSON.parse(line).port}/metrics`
      const times = 20
      const ping = () => fetch(`${service.url}/api/ping`, { headers: { connection: 'close' } }).then((answer) => answer.text())
      await Promise.all(Array.from({ length: times }, ping))

      const answer = await fetch(metrics)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
      const text = await answer.text()
      expect(text).toMatch(new RegExp(`^flexisip_accounts_http_requests_total\\{operation="ping",status="200"\\} ${times}$`, 'm'))
      expect(text).toMatch(/^nodejs_eventloop_lag_seconds/m)
      expect(text).toMatch(/^flexisip_accounts_build_info\{version="[^"]+",node="v\d[^"]*"\} 1$/m)
      for (const [method, path] of [
        ['GET', '/'],
        ['POST', '/metrics'],
        ['GET', '/api/ping'],
      ] as const)
        expect((await fetch(new URL(path, metrics), { method })).status).toBe(404)
      // nor are metrics for everybody
      expect((await fetch(`${service.url}/metrics`)).status).toBe(404)
    } finally {
      expect((await service.stop()).code).toBe(0)
    }
  })
})
