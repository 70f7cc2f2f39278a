import type { Context } from 'koa'
import { AppError } from '../../domain/errors.js'
import type { Platform } from '../../services/platform.js'
import type { ApiRequest } from '../apiRequest.js'

const HEADER = 'x-linphone-provisioning'

/**
 * Refuses what is no app from an operation for apps: a preview of a link would use the link up.
 * @throws AppError 400 provisioning_header_missing
 */
export function requireApp({ config }: Pick<Platform, 'config'>, { operation, headers }: ApiRequest): void {
  if (!operation.forApps || headers[HEADER] !== undefined || config.provisioningHeader === 'optional') return
  const text = 'This address is for apps, which send the header X-Linphone-Provisioning. Open it in a browser to see how to set one up.'
  throw new AppError(400, 'provisioning_header_missing', text)
}

/** Whether a person has opened an address that is for apps: no app asks for HTML. */
export const isPerson = ({ req: { headers } }: Context): boolean =>
  headers[HEADER] === undefined && (headers.accept?.toLowerCase().includes('text/html') ?? false)
