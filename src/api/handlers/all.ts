import type { ContractFiles } from '../../contract/read.js'
import type { Deps } from '../../services/deps.js'
import type { Handlers } from '../types.js'
import { accountHandlers } from './accounts.js'
import { dictionaryHandlers } from './admin/dictionary.js'
import { externalHandlers } from './admin/external.js'
import { loginHandlers } from './admin/logins.js'
import { messageHandlers } from './admin/messages.js'
import { phoneCountryHandlers } from './admin/phoneCountries.js'
import { secondFactorHandlers } from './admin/secondFactor.js'
import { typeHandlers } from './admin/types.js'
import { webhookHandlers } from './admin/webhooks.js'
import { auditHandlers } from './audit.js'
import { authTokenHandlers } from './authTokens.js'
import { contactHandlers } from './contacts.js'
import { deviceHandlers } from './devices.js'
import { exportHandlers } from './export.js'
import { legacyHandlers } from './legacy.js'
import { meHandlers } from './me.js'
import { provisioningHandlers } from './provisioning.js'
import { serviceHandlers } from './service.js'
import { signUpHandlers } from './signUp.js'
import { spaceHandlers } from './spaces.js'
import { tokenHandlers } from './tokens.js'
import { vcardHandlers } from './vcards.js'

/** Every operation of the contract, by its operationId. */
export const allHandlers = (deps: Deps, files: ContractFiles): Handlers => ({
  ...serviceHandlers(deps, files),
  ...signUpHandlers(deps),
  ...tokenHandlers(deps),
  ...meHandlers(deps),
  ...deviceHandlers(deps),
  ...authTokenHandlers(deps),
  ...provisioningHandlers(deps),
  ...contactHandlers(deps),
  ...vcardHandlers(deps),
  ...legacyHandlers(deps),
  ...accountHandlers(deps, files),
  ...spaceHandlers(deps),
  ...dictionaryHandlers(deps),
  ...typeHandlers(deps),
  ...exportHandlers(deps),
  ...externalHandlers(deps),
  ...secondFactorHandlers(deps),
  ...phoneCountryHandlers(deps),
  ...loginHandlers(deps),
  ...messageHandlers(deps),
  ...auditHandlers(deps),
  ...webhookHandlers(deps),
})
