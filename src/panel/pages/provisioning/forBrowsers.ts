import { AppError } from '../../../domain/errors.js'
import { findProvisioningLink, provisioningUrl } from '../../../services/provisioning/links.js'
import { show } from '../../frame/render.js'
import type { Visit } from '../../frame/visit.js'
import { appLink } from './appLink.js'

// What people see who open in a browser what is for an app. Nothing is used up.

export const appPage = (visit: Visit): Promise<void> =>
  page(visit, visit.t.setUp.everybodyLead, `${visit.deps.config.publicUrl}/provisioning`)

export const ownSettingsPage = (visit: Visit): Promise<void> =>
  page(visit, visit.t.setUp.ownLead, `${visit.deps.config.publicUrl}/provisioning/me`)

/** The page of a link: the same for everybody who has it. */
export async function linkPage(visit: Visit): Promise<void> {
  const { deps, ctx, t } = visit
  const token = String(ctx.params.token)
  try {
    await findProvisioningLink(deps, token)
  } catch (error) {
    if (!(error instanceof AppError && (error.status === 404 || error.status === 410))) throw error
    const text = error.status === 410 ? t.setUp.expired : t.setUp.used
    return show(visit, 'provisioning/linkGone', { title: t.setUp.goneTitle, status: error.status, model: { text } })
  }
  return page(visit, t.setUp.linkLead, provisioningUrl(deps, token, ctx.query.reset_password !== undefined))
}

async function page(visit: Visit, lead: string, url: string): Promise<void> {
  show(visit, 'provisioning/forBrowsers', { title: visit.t.setUp.appTitle, model: { lead, link: await appLink(url) } })
}
