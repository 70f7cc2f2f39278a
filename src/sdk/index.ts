import { createClient, createConfig } from '../../generated/sdk/src/contract/client/index.js'
import {
  Accounts,
  type ConsumeProvisioningData,
  type ErrorCode,
  type GetAttachedProvisioningData,
  type GetContractYamlData,
  type GetMyProvisioningData,
  type GetProvisioningData,
  type Options,
} from '../../generated/sdk/src/contract/index.js'
import type { Authentication, Fetch } from './authentication.js'
import { AccountsError, errorOf } from './errors.js'

export * from '../../generated/sdk/src/contract/index.js'
export { type Authentication, apiKey, digest, type Fetch } from './authentication.js'
export { AccountsError, UnexpectedAnswer } from './errors.js'

export interface ConnectOptions {
  /** where the API is, such as `https://sip.example.org/api` */
  url: string
  /** `digest(…)` or `apiKey(…)`; sign-up and activation need none */
  auth?: Authentication
  /** instead of the fetch of the browser or of Node */
  fetch?: Fetch
  /** sent with each request, as `User-Agent` is where it may be set */
  headers?: Record<string, string>
}

/**
 * A client with one method for each operation. They resolve to `{ data, error, response }`, where one of data and error is undefined; with
 * `throwOnError: true` in their options there is always data, and an AccountsError is thrown otherwise.
 * Without an answer, when the network is down, say, they reject with what fetch threw.
 */
export function connect({ url, auth, fetch = globalThis.fetch.bind(globalThis), headers = {} }: ConnectOptions): Accounts {
  const client = createClient(createConfig({ baseUrl: url.replace(/\/+$/, ''), fetch: auth ? auth(fetch) : fetch, headers }))
  client.interceptors.error.use(errorOf)
  return new TextAccounts({ client })
}

/** Tells errors of the service from all others. */
export const isAccountsError = (error: unknown): error is AccountsError<ErrorCode> => error instanceof AccountsError

/** Its options, for an answer that is text: the generated client would take `application/…` for a file. */
const asText = <T>(options: T): T => ({ parseAs: 'text', ...options })

class TextAccounts extends Accounts {
  override getContractYaml<ThrowOnError extends boolean = false>(options?: Options<GetContractYamlData, ThrowOnError>) {
    return super.getContractYaml<ThrowOnError>(asText(options))
  }

  override getProvisioning<ThrowOnError extends boolean = false>(options?: Options<GetProvisioningData, ThrowOnError>) {
    return super.getProvisioning<ThrowOnError>(asText(options))
  }

  override getMyProvisioning<ThrowOnError extends boolean = false>(options?: Options<GetMyProvisioningData, ThrowOnError>) {
    return super.getMyProvisioning<ThrowOnError>(asText(options))
  }

  override consumeProvisioning<ThrowOnError extends boolean = false>(options: Options<ConsumeProvisioningData, ThrowOnError>) {
    return super.consumeProvisioning<ThrowOnError>(asText(options))
  }

  override getAttachedProvisioning<ThrowOnError extends boolean = false>(options: Options<GetAttachedProvisioningData, ThrowOnError>) {
    return super.getAttachedProvisioning<ThrowOnError>(asText(options))
  }
}
