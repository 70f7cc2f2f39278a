import type { Checks } from '../contract/checks.js'
import { AppError } from '../domain/errors.js'
import {
  dateField,
  domainField,
  emailField,
  givenPasswordField,
  givenUsernameField,
  passwordField,
  phoneField,
  smsField,
  usernameField,
} from './accounts/fields.js'
import { idOrAor, time } from './audit/list.js'
import { networkField } from './credentials/apiKeys.js'
import type { With } from './deps.js'
import { hostField } from './external/externalAccounts.js'
import { webhookUrlField } from './webhooks/webhooks.js'

/** What the contract's `x-check`s ask: by the functions that read the same fields later on, so that there is no second set of rules. */
export const fieldChecks = (deps: Pick<With<'limits'>, 'config' | 'limits'>): Checks => ({
  userName: (text) => faultOf(() => usernameField(deps, text)),
  givenUserName: (text) => faultOf(() => givenUsernameField(text)),
  servedDomain: (text) => faultOf(() => domainField(deps, text)),
  passwordLength: (text) => faultOf(() => passwordField(deps, text)),
  givenPasswordLength: (text) => faultOf(() => givenPasswordField(deps, text)),
  emailAddress: (text) => faultOf(() => emailField(text)),
  phoneNumber: (text) => faultOf(() => phoneField(text)),
  smsNumber: (text) => faultOf(() => smsField(deps, text)),
  confirmationExpiry: (text, { activated }) => (activated === true ? undefined : faultOf(() => dateField('', text))),
  time: (text) => faultOf(() => time('', text)),
  idOrAddress: (text) => faultOf(() => idOrAor('', text)),
  hostName: (text) => faultOf(() => hostField('', text)),
  network: (text) => faultOf(() => networkField(text)),
  webhookUrl: (text) => faultOf(() => webhookUrlField(deps, text)),
})

function faultOf(read: () => unknown): string | undefined {
  try {
    read()
    return undefined
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
}
