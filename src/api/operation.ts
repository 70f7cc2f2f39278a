import type { Operation as ContractOperation } from 'openapi-backend'
import type { operations } from '../../generated/openapi.js'
import type { BeforeActivationOf, LimitOf } from '../../generated/operations.js'
import type { KeyScope } from '../services/credentials/keyFacts.js'
import type { SwitchName } from './steps/switches.js'

export type OperationId = keyof operations

/** Apps send it, with any value; browsers and what shows previews of links do not. */
const APP_HEADER = 'X-Linphone-Provisioning'

/** What this house adds to an operation of the contract (src/contract/README.md). */
interface HouseWords {
  operationId: OperationId
  'x-role': 'public' | 'account' | 'admin'
  'x-before-activation'?: BeforeActivationOf[keyof BeforeActivationOf]
  /** the scopes of API keys that it takes beside `admin` */
  'x-scope'?: readonly KeyScope[]
  'x-limit'?: LimitOf[keyof LimitOf]
  /** bytes */
  'x-body-limit'?: number
  /** the password that was changed in the last minutes is good as well: the request may be a repetition of that change */
  'x-previous-password'?: boolean
  /** the field of the body whose rows are answered one by one */
  'x-rows'?: string
  /** one challenge in a 401, where apps fail on several */
  'x-challenge'?: 'one'
  /** the variable that an operator enables it by */
  'x-switch'?: SwitchName
  /** GET does something that can be done once: HEAD is refused */
  'x-once'?: boolean
}

/** An operation as the pipeline uses it: the contract's, with what would otherwise be worked out for each request. */
export interface Operation extends Omit<ContractOperation, 'operationId'>, HouseWords {
  readonly path: string
  readonly method: string
  /** names of security schemes: one list must be met as a whole; none for what is public */
  readonly requirements: readonly (readonly string[])[]
  /** all names in `requirements` */
  readonly schemes: ReadonlySet<string>
  /** it answers at the root of the server too, as its `servers` say */
  readonly atRoot: boolean
  /** it has the header by which apps are told from people and link previews */
  readonly forApps: boolean
  /** its body has a number that SMS are sent to: which countries that may be of is to be known */
  readonly asksForNumber: boolean
}

export function operationOf(operation: ContractOperation): Operation {
  const requirements = (operation.security ?? []).map((requirement) => Object.keys(requirement))
  const parameters = (operation.parameters ?? []) as { name: string; in: string }[]
  return {
    ...(operation as ContractOperation & HouseWords),
    requirements,
    schemes: new Set(requirements.flat()),
    atRoot: operation.servers?.some(({ url }) => url === '/') ?? false,
    forApps: parameters.some((parameter) => parameter.in === 'header' && parameter.name === APP_HEADER),
    asksForNumber: JSON.stringify(operation.requestBody ?? null).includes('"x-check":"smsNumber"'),
  } as Operation
}
