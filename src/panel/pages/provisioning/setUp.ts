import { createOwnProvisioningLink, provisioningUrl } from '../../../services/provisioning/links.js'
import { goTo, show } from '../../frame/render.js'
import { setShownOnce, takeShownOnce } from '../../frame/shownOnce.js'
import type { MemberVisit } from '../../frame/visit.js'
import { lifetimeText } from '../../frame/words/waits.js'
import { appLink } from './appLink.js'

/** A link that sets up a device of one's own. One that was just made is shown, this once. */
export async function setUpPage(visit: MemberVisit): Promise<void> {
  const made = takeShownOnce(visit)
  show(visit, 'provisioning/setUp', {
    title: visit.t.setUp.title,
    ...(made && { script: 'copy.js' }),
    model: { link: made && (await appLink(made.value)), lifetime: lifetimeText(visit.language, visit.deps.config.provisioningTtl) },
  })
}

/** Makes a link that sets up a device of one's own, and shows it. */
export async function makeLinkForm(visit: MemberVisit): Promise<void> {
  const { deps, session, caller } = visit
  const { token } = await createOwnProvisioningLink(deps, session.account, caller)
  setShownOnce(visit, '/set-up', { id: session.account.id, value: provisioningUrl(deps, token) })
  goTo(visit, '/set-up')
}
