import type { Config } from '../../config/config.js'
import { AppError } from '../../domain/errors.js'
import type { Platform } from '../../services/platform.js'

/** The variables that enable operations: what an `x-switch` of the contract names. */
const SWITCHES = {
  LEGACY_APPS: ({ legacyApps }: Config): boolean => legacyApps,
}
export type SwitchName = keyof typeof SWITCHES

/** Refuses an operation that the operator has not enabled, before anything of the request is looked at. @throws AppError 404 not_enabled */
export function refuseSwitchedOff({ config }: Pick<Platform, 'config'>, operation: { 'x-switch'?: SwitchName }): void {
  const name = operation['x-switch']
  if (name !== undefined && !SWITCHES[name](config))
    throw new AppError(404, 'not_enabled', 'This is for apps up to version 5.3, which are not served here.')
}
