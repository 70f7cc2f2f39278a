import { type Config, ConfigError } from './config.js'

/**
 * What is wrong with TRUST_PROXY. HTTPS ends at a proxy, always: the service speaks HTTP.
 * @returns undefined when nothing is
 */
export function proxyFault({ publicUrl, trustProxy }: Pick<Config, 'publicUrl' | 'trustProxy'>): string | undefined {
  if (!publicUrl.startsWith('https:') || trustProxy !== undefined) return undefined
  return 'TRUST_PROXY: PUBLIC_URL is https, so a proxy stands before the service: set TRUST_PROXY to the number of proxies, 0 if none'
}

/** @throws ConfigError */
export function checkProxies(config: Config): void {
  const fault = proxyFault(config)
  if (fault) throw new ConfigError([fault])
}
