import type { ContractFiles } from '../../contract/read.js'
import type { Deps } from '../../services/deps.js'
import type { Handlers } from '../types.js'
import { accountHandlers } from './accounts.js'
import { auditHandlers } from './audit.js'
import { deviceHandlers } from './devices.js'
import { meHandlers } from './me.js'
import { provisioningHandlers } from './provisioning.js'
import { serviceHandlers } from './service.js'
import { signUpHandlers } from './signUp.js'

/** Every operation of the contract, by its operationId. */
export const allHandlers = (deps: Deps, files: ContractFiles): Handlers => ({
  ...serviceHandlers(deps, files),
  ...signUpHandlers(deps),
  ...meHandlers(deps),
  ...deviceHandlers(deps),
  ...provisioningHandlers(deps),
  ...accountHandlers(deps, files),
  ...auditHandlers(deps),
})
