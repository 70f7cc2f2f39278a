import type { ContractFiles } from '../../contract/read.js'
import type { With } from '../../services/deps.js'
import { readiness } from '../../services/service/health.js'
import { docsPage, docsPolicy } from '../docs.js'
import type { Handlers } from '../types.js'

export const serviceHandlers = (deps: With<'redis' | 'lifecycle'>, files: ContractFiles): Handlers<'service'> => ({
  ping: () => ({ status: 200, type: 'text/plain', body: 'pong' }),
  getDocs: () => ({
    status: 200,
    type: 'text/html',
    body: docsPage(files.docs, deps.config.sourceUrl),
    headers: { 'Content-Security-Policy': docsPolicy(files.docs), 'Referrer-Policy': 'no-referrer' },
  }),
  getContractJson: () => ({ status: 200, body: files.contract }),
  getContractYaml: () => ({ status: 200, type: 'application/yaml', body: files.yaml }),
  getLiveness: () => ({ status: 200, body: { status: 'ok', checks: {} } }),
  getReadiness: async () => {
    const { ready, checks } = await readiness(deps)
    if (ready) return { status: 200, body: { status: 'ok', checks } }
    return { status: 503, headers: { 'Retry-After': '5' }, body: { status: 'unavailable', checks } }
  },
})
