import type { components } from '../../../../../generated/openapi.js'
import { AppError } from '../../../../domain/errors.js'
import { addressOf } from '../../../../domain/sip.js'
import { deleteExternal, type ExternalRecord, getExternal, setExternal } from '../../../../services/external/externalAccounts.js'
import type { Form } from '../../../frame/formGuard.js'
import { emptyForm, type FormState, fieldErrors, keptFields } from '../../../frame/forms.js'
import { show } from '../../../frame/render.js'
import type { MemberVisit } from '../../../frame/visit.js'
import { accountInPath, done, remove } from './common.js'
import type { Details } from './views.js'

type Body = components['schemas']['NewExternalAccount']

const TAB = '/external'
const FIELDS = ['username', 'domain', 'realm', 'registrar', 'outbound_proxy', 'protocol'] as const

/** The account at another SIP server that an account goes through. */
export async function accountExternalPage(visit: MemberVisit): Promise<void> {
  const account = await accountInPath(visit)
  const external = await externalOf(visit, account)
  page(visit, account, external, emptyForm(external ? valuesOf(external) : { protocol: 'TLS' }))
}

function page(visit: MemberVisit, account: Details, external: ExternalRecord | undefined, form: FormState, status?: number): void {
  const { t } = visit
  show(visit, 'accounts/accountExternal', {
    title: t.admin.account.tabTitle(t.admin.account.tabs[TAB], addressOf(account)),
    status,
    model: { account, form, there: external !== undefined },
  })
}

async function externalOf({ deps }: MemberVisit, { id }: Details): Promise<ExternalRecord | undefined> {
  try {
    return await getExternal(deps, id)
  } catch (error) {
    if (error instanceof AppError && error.status === 404) return undefined
    throw error
  }
}

const valuesOf = ({ username, domain, realm, registrar, outboundProxy, protocol }: ExternalRecord): Record<string, string> => ({
  ...{ username, domain, protocol },
  ...{ realm: realm ?? '', registrar: registrar ?? '', outbound_proxy: outboundProxy ?? '' },
})

/** Sets the external account as a whole, by the rules of the API's setExternalAccount. */
export async function setExternalForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, rules, caller } = visit
  const account = await accountInPath(visit)
  const values = keptFields(form, ...FIELDS)
  const given = Object.fromEntries(FIELDS.map((name) => [name, form(name).trim()]).filter(([, value]) => value !== ''))
  const body = { ...{ username: '', domain: '' }, ...given, ...(form('password') && { password: form('password') }) } as Body
  const texts = fieldTexts(visit)
  const wrong = fieldErrors(
    Object.fromEntries(
      Object.entries({ ...body, protocol: body.protocol ?? '' }).map(([name, value]) => [
        name,
        !rules(`NewExternalAccount/properties/${name}`, value) && texts[name],
      ]),
    ),
  )
  if (wrong) return page(visit, account, await externalOf(visit, account), { values, errors: wrong }, 422)
  try {
    await setExternal(deps, account.id, body, caller)
  } catch (error) {
    if (!(error instanceof AppError) || error.errors === undefined) throw error
    const errors = fieldErrors(Object.fromEntries(Object.keys(error.errors).map((name) => [name, texts[name]])))
    return page(visit, account, await externalOf(visit, account), { values, errors: errors ?? {} }, 422)
  }
  done(visit, account.id, TAB, t.admin.account.external.saved)
}

/** What to say of a field that is refused. */
function fieldTexts({ t }: MemberVisit): Record<string, string> {
  const words = t.admin.account.external
  return {
    ...{ username: words.badUsername, domain: words.badDomain, protocol: words.badProtocol, password: words.passwordNeeded },
    ...{ realm: words.badOther, registrar: words.badOther, outbound_proxy: words.badOther },
  }
}

export async function removeExternalForm(visit: MemberVisit): Promise<void> {
  const { deps, caller, t } = visit
  const { id } = await accountInPath(visit)
  await remove(visit, id, TAB, () => deleteExternal(deps, id, caller), t.admin.account.external.removed)
}
