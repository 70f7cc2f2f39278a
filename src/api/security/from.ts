import { type Aor, parseFrom } from '../../domain/sip.js'
import type { ApiRequest } from '../apiRequest.js'

/** The account that the From header names, if it names one. */
export function fromOf(request: ApiRequest): Aor | undefined {
  const { from } = request.headers
  return typeof from === 'string' ? parseFrom(from) : undefined
}
