import type { components } from '../../../../../generated/openapi.js'
import { accountTags } from '../../../../api/accountTags.js'
import { randomPassword } from '../../../../domain/codes.js'
import { withoutPunctuation } from '../../../../domain/phone.js'
import { addressOf } from '../../../../domain/sip.js'
import type { Changeable } from '../../../../services/accounts/change/changeable.js'
import { shownAddress } from '../../../../services/accounts/change/state.js'
import { updateAccount } from '../../../../services/accounts/change/update.js'
import { SHORTEST_GIVEN_NAME } from '../../../../services/accounts/fields.js'
import { getChangeable } from '../../../../services/accounts/find.js'
import { preferredAlgorithm } from '../../../../services/provisioning/algorithm.js'
import { servedSpaces } from '../../../../services/spaces/space.js'
import { idInPath } from '../../../frame/adminParams.js'
import type { Form } from '../../../frame/formGuard.js'
import { emptyForm, type FormState, fieldErrors, keptFields, submit } from '../../../frame/forms.js'
import { show } from '../../../frame/render.js'
import { setShownOnce } from '../../../frame/shownOnce.js'
import type { MemberVisit } from '../../../frame/visit.js'
import { type Conflict, merge, valuesIn } from '../../merge.js'
import { done, isOwn } from './common.js'
import { changedUnseen, fieldWords, marksOf } from './conflict.js'

type Body = components['schemas']['ChangedAccount']

/** All that an administrator may change of an account, in one form. */
export async function editAccountPage(visit: MemberVisit): Promise<void> {
  const account = await getChangeable(visit.deps, idInPath(visit))
  page(visit, account, shownOf(visit, account), emptyForm(valuesOf(account)))
}

/** The account as a form has shown it: whoever sends the form says what they have seen. */
interface Shown {
  etag: string
  was: string
}

function page(visit: MemberVisit, account: Changeable, shown: Shown, form: FormState, status?: number, conflict?: Conflict): void {
  const { t, deps } = visit
  show(visit, 'accounts/accountEdit', {
    title: t.admin.account.tabTitle(t.admin.account.tabs['/edit'], addressOf(account)),
    status,
    model: {
      account,
      ...shown,
      form,
      conflict,
      own: isOwn(visit, account),
      domains: [...new Set([account.domain, ...servedSpaces(deps).map(({ domain }) => domain)])],
    },
  })
}

const shownOf = ({ deps }: MemberVisit, account: Changeable): Shown => ({
  etag: accountTags(deps).of(account).ETag,
  was: JSON.stringify({ ...valuesOf(account), ...marksOf(deps, account) }),
})

/** The account as the form's fields say it. */
const valuesOf = (account: Changeable): Record<string, string> => ({
  username: account.username,
  domain: account.domain,
  display_name: account.displayName ?? '',
  email: shownAddress(account, 'email') ?? '',
  phone: shownAddress(account, 'phone') ?? '',
  dtmf_protocol: account.dtmfProtocol ?? '',
  admin: account.admin ? 'on' : '',
})

/** Writes an account by the rules of the API's updateAccount, unless somebody else has changed it since the form was shown. */
export async function editAccountForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, caller } = visit
  const account = await getChangeable(deps, idInPath(visit))
  const own = isOwn(visit, account)
  const values = { ...keptFields(form, ...Object.keys(valuesOf(account)), 'make'), ...(own && OWN(account)) }
  const made = !own && form('make') === 'on' && form('password') === '' ? randomPassword(deps.clock.random) : undefined
  const body = bodyOf(visit, account, values, own ? '' : (made ?? form('password')))
  const again = (state: Omit<FormState, 'values'>, status: number): void =>
    page(visit, account, { etag: form('etag'), was: form('was') }, { values, ...state }, status)
  const wrong = broken(visit, account, body)
  if (wrong) return again({ errors: wrong }, 422)
  const { expected } = accountTags(deps)
  const work = () => updateAccount(deps, account.id, body, expected({ 'if-match': form('etag') }), caller)
  let refused: { state: Omit<FormState, 'values'>; status: number } | undefined
  const changed = await submit(visit, work, SAME_NAMES, (state, status) => {
    refused = { state, status }
  })
  if (refused?.status === 412) {
    return showNow(visit, valuesIn(form('was')), { ...values, phone: withoutPunctuation(values.phone ?? '') }, form('password') !== '')
  }
  if (refused) return again(inWords(visit, refused.state), refused.status)
  if (made !== undefined) setShownOnce(visit, `/accounts/${account.id}`, { id: account.id, value: made })
  done(visit, account.id, '', t.admin.account.edit.saved(addressOf(changed!.value)))
}

/** What administrators do not change of themselves here: it would log them out, or lock them out. */
const OWN = ({ username, domain, admin }: Changeable): Record<string, string> => ({ username, domain, admin: admin ? 'on' : '' })

function bodyOf({ deps }: MemberVisit, account: Changeable, values: Record<string, string>, password: string): Body {
  const text = (name: string): string => (values[name] ?? '').trim()
  const phone = withoutPunctuation(values.phone ?? '')
  return {
    username: text('username'),
    // one that is served no more can stay
    ...(text('domain') && text('domain') !== account.domain && { domain: text('domain') }),
    ...(text('email') && { email: text('email') }),
    ...(phone && { phone }),
    ...(text('display_name') && { display_name: text('display_name') }),
    ...(text('dtmf_protocol') && { dtmf_protocol: text('dtmf_protocol') as NonNullable<Body['dtmf_protocol']> }),
    admin: text('admin') === 'on',
    ...(password && { password, algorithm: preferredAlgorithm(deps, account.passwords) }),
  }
}

/** What to say of a field whose value the contract does not allow. */
const fieldTexts = ({ t, deps }: MemberVisit): Record<string, string> => ({
  username: t.register.badUsername(SHORTEST_GIVEN_NAME),
  domain: t.register.badDomain,
  display_name: t.admin.account.edit.badDisplayName,
  email: t.email.bad,
  phone: t.phone.bad,
  dtmf_protocol: t.admin.account.edit.badDtmf,
  password: t.password.bad(deps.config.givenPasswordMinLength),
})
const SAME_NAMES = Object.fromEntries(
  ['username', 'domain', 'display_name', 'email', 'phone', 'dtmf_protocol', 'password'].map((name) => [name, name]),
)

/** Holds each field against the contract's schema of updateAccount; a name that stays may be of an imported database. */
function broken(visit: MemberVisit, account: Changeable, body: Body): Record<string, string> | undefined {
  const texts = fieldTexts(visit)
  const held = Object.entries(body).filter(([name, value]) => name !== 'username' || value !== account.username)
  return fieldErrors(
    Object.fromEntries(held.map(([name, value]) => [name, !visit.rules(`ChangedAccount/properties/${name}`, value) && texts[name]])),
  )
}

/** What the service refuses, in the words of this form. */
function inWords(visit: MemberVisit, { errors, problem }: Omit<FormState, 'values'>): Omit<FormState, 'values'> {
  const { t } = visit
  const texts = { ...fieldTexts(visit), password: t.admin.account.edit.passwordNeeded }
  const own = Object.entries(errors).map(([name, text]): [string, string] => [
    name,
    text === t.problems.validation_failed ? (texts[name as keyof typeof texts] ?? text) : text,
  ])
  return { errors: Object.fromEntries(own), problem: problem === t.problems.last_administrator ? t.admin.one.last : problem }
}

/** The form once more, with what both have entered: who sends it has seen both. No page holds a password that was entered. */
async function showNow(
  visit: MemberVisit,
  was: Record<string, string>,
  entered: Record<string, string>,
  passwordEntered: boolean,
): Promise<void> {
  const { t, deps } = visit
  const account = await getChangeable(deps, idInPath(visit))
  const now = valuesOf(account)
  // a form with one domain does not ask for it
  const { values, conflict } = merge(fieldWords(t.admin), now, was, { ...entered, domain: entered.domain || now.domain! })
  const unseen = changedUnseen(marksOf(deps, account), was)
  const { labels, passwordAgain } = t.admin.account.edit
  conflict.others.push(...unseen.map((name) => labels[name]))
  // whoever asked for a new password did not know that there is one
  const make = unseen.includes('password') ? '' : (entered.make ?? '')
  const errors = passwordEntered ? fieldErrors({ password: passwordAgain }) : undefined
  page(visit, account, shownOf(visit, account), { ...emptyForm({ ...values, make }), ...(errors && { errors }) }, 412, conflict)
}
