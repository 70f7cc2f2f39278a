import { AppError } from '../../domain/errors.js'
import { isOwnOrigin } from '../../http/ownOrigin.js'
import type { Platform } from '../../services/platform.js'
import type { ApiRequest } from '../apiRequest.js'

/**
 * Refuses what a page of another site has a browser send to an operation that asks for credentials: browsers add a digest by themselves, once
 * somebody has answered their dialogue (Fetch Metadata Request Headers, section 2; Fetch standard, "Origin header"). Apps send neither header.
 * @throws AppError 403 cross_site
 */
export function refuseOtherSites(deps: Pick<Platform, 'config'>, { ctx, operation, headers }: ApiRequest): void {
  const { origin, 'sec-fetch-site': site } = headers
  if ((origin === undefined && site === undefined) || operation.requirements.length === 0) return
  if (origin !== undefined && deps.config.corsOrigins.includes(origin)) return
  const samePage = site === 'same-origin'
  if (site !== undefined && !samePage && site !== 'none') throw crossSite()
  // a page without referrer has no name, and is told from a foreign one by Sec-Fetch-Site alone
  if (origin !== undefined && !(origin === 'null' && samePage) && !isOwnOrigin(ctx, deps.config, origin)) throw crossSite()
}

const crossSite = (): AppError =>
  new AppError(403, 'cross_site', 'A page of another site has sent this request. Its origin is not among those that the operator allows.')
