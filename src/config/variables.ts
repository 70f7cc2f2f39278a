import { accountsVariables } from './variables/accounts.js'
import { operationVariables } from './variables/operation.js'
import { provisioningVariables } from './variables/provisioning.js'
import { sendingVariables } from './variables/sending.js'
import { serverVariables } from './variables/server.js'

/**
 * Everything that an operator can set. From this table come the type `Config`, `.env.example`, the handbook's page of variables and `cli config`. The
 * order is that of the documentation; a fallback sees the variables above it.
 */
export const VARIABLES = { ...serverVariables, ...accountsVariables, ...provisioningVariables, ...sendingVariables, ...operationVariables }
