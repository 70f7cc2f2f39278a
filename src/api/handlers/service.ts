import type { ContractFiles } from '../../contract/read.js'
import type { With } from '../../services/deps.js'
import { readiness } from '../../services/service/health.js'
import { docsPage, docsPolicy } from '../docs.js'
import { type Handlers, reply } from '../types.js'

export const serviceHandlers = (deps: With<'redis' | 'lifecycle'>, files: ContractFiles): Handlers<'service'> => ({
  ping: () => reply({ status: 200, type: 'text/plain', body: 'pong' }),
  getDocs: () =>
    reply({
      status: 200,
      type: 'text/html',
      body: docsPage(files.docs, deps.config.sourceUrl),
      headers: {
        'Content-Security-Policy': docsPolicy(files.docs),
        'Referrer-Policy': 'no-referrer',
        'Cross-Origin-Opener-Policy': 'same-origin',
      },
    }),
  getContractJson: () => files.contract,
  getContractYaml: () => reply({ status: 200, type: 'application/yaml', body: files.yaml }),
  getLiveness: () => ({ status: 'ok', checks: {} }),
  getReadiness: async () => {
    const { ready, checks } = await readiness(deps)
    if (ready) return { status: 'ok', checks }
    return reply({ status: 503, headers: { 'Retry-After': '5' }, body: { status: 'unavailable', checks } })
  },
})
