import type { Algorithm } from '../../auth/digest.js'
import type { Platform } from '../platform.js'

/**
 * The one algorithm that an app of an account meets: that of PROVISIONING_ALGORITHM if the account has a password by it, else the one that it has,
 * SHA-256 of several, DEFAULT_ALGORITHM where it has none. An app is bound to the algorithm that it met first.
 */
export function preferredAlgorithm({ config }: Pick<Platform, 'config'>, passwords: readonly { algorithm: string }[]): Algorithm {
  const has = (algorithm: Algorithm): boolean => passwords.some((row) => row.algorithm === algorithm || row.algorithm === 'CLRTXT')
  const wanted = config.provisioningAlgorithm
  if (wanted !== 'stored' && (has(wanted) || passwords.length === 0)) return wanted
  if (passwords.length === 0) return config.defaultAlgorithm
  return has('SHA-256') || !has('MD5') ? 'SHA-256' : 'MD5'
}
