import type { components } from '../../../generated/openapi.js'
import { open, seal } from '../../auth/secretBox.js'
import type { Platform } from '../platform.js'
import type { NewExternal } from '../transfer/externalAccount.js'

/** A row of a file that was checked: an account to be made. */
export interface SealedRow {
  account: components['schemas']['NewAccount']
  external?: NewExternal
  /** the file gave no password, so one was made */
  made: boolean
}

export const sealRow = ({ keys }: Pick<Platform, 'keys'>, row: SealedRow): string => seal(keys.bulk, JSON.stringify(row))

/** Undefined when it is there no more, or was sealed with another SECRET. */
export function openRow({ keys }: Pick<Platform, 'keys'>, sealed: string | null): SealedRow | undefined {
  const text = sealed === null ? undefined : open(keys.bulk, sealed)
  return text === undefined ? undefined : (JSON.parse(text) as SealedRow)
}
