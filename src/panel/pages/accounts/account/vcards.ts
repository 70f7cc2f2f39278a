import { refusalIn } from '../../../../domain/errors.js'
import { addressOf } from '../../../../domain/sip.js'
import { createVcard, deleteVcard, listVcards, updateVcard, type VcardRecord } from '../../../../services/vcards/vcards.js'
import type { Form } from '../../../frame/formGuard.js'
import { emptyForm, type FormState, keptFields } from '../../../frame/forms.js'
import { show } from '../../../frame/render.js'
import type { MemberVisit } from '../../../frame/visit.js'
import { accountInPath, done, MOST_ROWS, remove } from './common.js'
import type { Details, VcardView } from './views.js'

/** Characters that a form takes of a vCard (`formGuard.ts`): a longer one arrives without its end, and is refused. */
const LONGEST = 4_000

/** The vCards that an account keeps; one of them, if the address names it, with its text. */
export async function accountVcardsPage(visit: MemberVisit): Promise<void> {
  const account = await accountInPath(visit)
  const uid = typeof visit.ctx.query.card === 'string' ? visit.ctx.query.card : ''
  await page(visit, account, uid, undefined)
}

async function page(visit: MemberVisit, account: Details, uid: string, form: FormState | undefined, status?: number): Promise<void> {
  const { t, deps } = visit
  const vcards = await listVcards(deps, account.id)
  const chosen = vcards.find((vcard) => vcard.uid === uid)
  show(visit, 'accounts/accountVcards', {
    title: t.admin.account.tabTitle(t.admin.account.tabs['/vcards'], addressOf(account)),
    status,
    model: {
      account,
      vcards: vcards.slice(0, MOST_ROWS).map(shown),
      total: vcards.length,
      chosen: chosen && shown(chosen),
      form: form ?? emptyForm(chosen ? { vcard: chosen.vcard } : {}),
      long: chosen !== undefined && chosen.vcard.length > LONGEST,
      longest: LONGEST,
    },
  })
}

/** The name is that of FN, as it stands there. */
const shown = ({ uid, vcard, updatedAt }: VcardRecord): VcardView => ({
  uid,
  name: /^(?:[\w-]+\.)?FN(?:;[^:\n]*)?:(.*)$/im.exec(vcard)?.[1]?.trim().slice(0, 100) ?? '',
  updatedAt,
})

/** Keeps a vCard: a new one, or another text of one that is there. */
export async function keepVcardForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, caller } = visit
  const words = t.admin.account.vcards
  const account = await accountInPath(visit)
  const [uid, text] = [form('uid'), form('vcard')]
  try {
    if (uid === '') await createVcard(deps, account.id, text, caller)
    else await updateVcard(deps, account.id, uid, text, () => undefined, caller)
    done(visit, account.id, '/vcards', words.kept)
  } catch (error) {
    const { code } = refusalIn(error)
    const texts: Record<string, string> = {
      vcard_exists: words.exists,
      vcard_limit_reached: words.full,
      not_found: t.admin.account.parts.gone,
    }
    await page(visit, account, uid, { values: keptFields(form, 'vcard'), errors: { vcard: texts[code] ?? words.bad } }, 422)
  }
}

export async function removeVcardForm(visit: MemberVisit, form: Form): Promise<void> {
  const { deps, caller, t } = visit
  const { id } = await accountInPath(visit)
  await remove(visit, id, '/vcards', () => deleteVcard(deps, id, form('uid'), caller), t.admin.account.vcards.removed)
}
