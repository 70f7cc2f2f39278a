import type { OperationsOf } from '../../generated/operations.js'
import type { Role } from './contract.js'
import { fromOf, unique } from './digestHeader.js'
import type { Person } from './factory.js'

/** A row of the authorisation matrix. */
export interface AccessRow {
  /** who is let in: the contract's x-role says the same */
  access: Role
  /** what somebody who is let in gets for the request below */
  status: number
  /** the path below /api; the contract's when it has no parameters */
  path?: (target: Person) => string
  body?: () => object
}

/** The rows of an area: one that lacks an operation does not compile. */
export type Access<Area extends keyof OperationsOf> = Record<OperationsOf[Area], AccessRow>

export const byId =
  (rest = '') =>
  (target: Person) =>
    `/accounts/${target.id}${rest}`
export const bySip = (rest: string) => (target: Person) => `/accounts/${fromOf(target)}${rest}`
/** An account that nobody has. */
export const newAccount = () => ({ username: `new.${unique()}`, password: 'n3w-secret', algorithm: 'MD5' })
