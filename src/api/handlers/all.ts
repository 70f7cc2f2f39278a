import type { ContractFiles } from '../../contract/read.js'
import type { Deps } from '../../services/deps.js'
import type { Handlers } from '../types.js'
import { administrationHandlers } from './accounts.js'
import { deviceHandlers } from './devices.js'
import { meHandlers } from './me.js'
import { serviceHandlers } from './service.js'
import { accountHandlers } from './signUp.js'
import { tokenHandlers } from './tokens.js'

/** Every operation of the contract, by its operationId. */
export const allHandlers = (deps: Deps, files: ContractFiles): Handlers => ({
  ...serviceHandlers(deps, files),
  ...tokenHandlers(deps),
  ...accountHandlers(deps),
  ...meHandlers(deps),
  ...deviceHandlers(deps),
  ...administrationHandlers(deps, files),
})
