import { loadConfig } from './load.js'
import type { Variable } from './variable.js'
import { VARIABLES } from './variables.js'

/** A variable as it is in force. */
export interface EffectiveVariable {
  name: string
  /** null: it has no value */
  value: string | null
  source: 'environment' | 'default'
}

/**
 * What every variable is worth now, secrets masked.
 * @throws ConfigError that names every fault
 */
export function effectiveVariables(env: NodeJS.ProcessEnv): EffectiveVariable[] {
  loadConfig(env)
  const above: Record<string, unknown> = {}
  return (Object.entries(VARIABLES) as [string, Variable<unknown>][]).map(([key, { name, parse, fallback, secret }]) => {
    const given = env[name]?.trim()
    const text = given || (typeof fallback === 'function' ? fallback(above) : fallback)
    above[key] = text === undefined ? undefined : parse(text)
    return { name, value: !text ? null : secret ? masked(text) : shown(above[key]), source: given ? 'environment' : 'default' }
  })
}

const shown = (value: unknown): string => {
  if (Array.isArray(value)) return value.join(',')
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)
}

/** A URL without the credentials, path and query that it may hold; of anything else nothing. */
function masked(text: string): string {
  if (text.startsWith('file:') || text.startsWith('unix:') || text.startsWith('flexisip-pid:')) return text
  return text
    .split(',')
    .map((one) => (URL.canParse(one) ? hidden(new URL(one)) : '***'))
    .join(',')
}

function hidden({ protocol, username, password, host, pathname }: URL): string {
  const credentials = username || password ? '***@' : ''
  const path = /^(?:postgres|redis|smtp)/.test(protocol) || pathname.length <= 1 ? pathname : '/***'
  return `${protocol}//${credentials}${host}${path}`
}
