import type { Principal } from '../../http/principal.js'
import type { LoginScheme } from '../../services/metrics.js'
import type { ApiRequest } from '../apiRequest.js'

/** One way for a caller to prove who they are. A new one is a file beside this one, and a row in `authenticate.ts`. */
export interface SecurityScheme<P extends Principal = Principal> {
  /** its name in the contract's `securitySchemes` */
  readonly name: string
  /** its name in the metrics */
  readonly metric: LoginScheme
  /**
   * Whose request this is; false when the credentials are missing or wrong. It uses nothing up, as another scheme may be the one that counts.
   * @throws AppError 429 rate_limited
   */
  authenticate(request: ApiRequest): Promise<P | false>
  /**
   * Uses up what is good for one request, once this principal is the one that counts.
   * @returns the headers that confirm it to the client; undefined when it was used before
   */
  accept?(principal: P, request: ApiRequest): Promise<Record<string, string> | undefined>
  /** Values of WWW-Authenticate for a request without good credentials. */
  challenge?(request: ApiRequest): Promise<string[]>
}
