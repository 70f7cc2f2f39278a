import type { OperationsOf } from '../../generated/operations.js'
import type { Role } from './contract.js'
import { fromOf, unique } from './digestHeader.js'
import type { Person } from './factory.js'

/** A row of the authorisation matrix. */
export interface AccessRow {
  /** the role that is let in, as the contract's x-role says */
  access: Role
  /** the status of the request below for a caller that is let in */
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
/** The body of a new account. */
export const newAccount = () => ({ username: `new.${unique()}`, password: 'n3w-secret', algorithm: 'MD5' })
