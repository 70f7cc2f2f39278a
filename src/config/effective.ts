import { checkedValues } from './load.js'
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
  const values: Record<string, unknown> = checkedValues(env).values
  return (Object.entries(VARIABLES) as [string, Variable<unknown>][]).map(([key, { name, secret }]) => ({
    name,
    value: shown(values[key], secret) || null,
    source: env[name]?.trim() ? 'environment' : 'default',
  }))
}

function shown(value: unknown, secret: Variable<unknown>['secret']): string {
  if (value === undefined) return ''
  if (Array.isArray(value)) return value.map((one) => shown(one, secret)).join(',')
  if (secret === 'all') return '***'
  if (secret === 'credentials') return withoutCredentials(String(value))
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)
}

/** A URL without user, password, query, and the path where gateways have keys in it; of what is not a URL nothing. */
function withoutCredentials(text: string): string {
  if (/^(?:file|unix|flexisip-pid):/.test(text)) return text
  if (!URL.canParse(text)) return '***'
  const { protocol, username, password, host, pathname } = new URL(text)
  const credentials = username || password ? '***@' : ''
  const path = /^(?:postgres|redis|smtp)/.test(protocol) || pathname.length <= 1 ? pathname : '/***'
  return `${protocol}//${credentials}${host}${path}`
}
