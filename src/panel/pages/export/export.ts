import { attachment, presentExport, presentOwnExport } from '../../../api/present/export.js'
import { exportAccount, exportOwnAccount } from '../../../services/export/export.js'
import { idInPath } from '../../frame/adminParams.js'
import type { MemberVisit } from '../../frame/visit.js'

type Document = ReturnType<typeof presentExport>

/** All that is known about whoever is logged in, as the API has it. A form, as it leaves an entry in the audit log. */
export async function exportOwnForm(visit: MemberVisit): Promise<void> {
  const { deps, session, caller } = visit
  download(visit, presentOwnExport(deps, await exportOwnAccount(deps, session.account.id, caller)))
}

/** The same about any account, for administrators. */
export async function exportAccountForm(visit: MemberVisit): Promise<void> {
  const { deps, caller } = visit
  download(visit, presentExport(deps, await exportAccount(deps, idInPath(visit), caller)))
}

function download({ ctx }: MemberVisit, document: Document): void {
  ctx.set(attachment(document))
  ctx.set('Content-Type', 'application/json') // as the API has it
  ctx.body = JSON.stringify(document, null, 2)
}
