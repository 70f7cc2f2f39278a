import type { components } from '../../../../generated/openapi.js'
import { randomPassword } from '../../../domain/codes.js'
import { AppError } from '../../../domain/errors.js'
import { withoutPunctuation } from '../../../domain/phone.js'
import { addressOf } from '../../../domain/sip.js'
import { createAccount } from '../../../services/accounts/accounts.js'
import { SHORTEST_GIVEN_NAME } from '../../../services/accounts/fields.js'
import { sendInvitation } from '../../../services/recovery/resetLink.js'
import { defaultSpace, servedSpaces } from '../../../services/spaces/space.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState, fieldErrors, keptFields, submit } from '../../frame/forms.js'
import { goTo, show } from '../../frame/render.js'
import { setShownOnce } from '../../frame/shownOnce.js'
import type { MemberVisit } from '../../frame/visit.js'

type NewAccount = components['schemas']['NewAccount']

export const newAccountPage = (visit: MemberVisit): void =>
  page(visit, emptyForm({ domain: defaultSpace(visit.deps).domain, algorithm: visit.deps.config.defaultAlgorithm, invite: 'on' }))

function page(visit: MemberVisit, form: FormState, status?: number): void {
  const { t, deps } = visit
  show(visit, 'accounts/accountNew', {
    title: t.admin.create.title,
    status,
    model: {
      form,
      domains: servedSpaces(deps).map((space) => space.domain),
      shortest: { username: SHORTEST_GIVEN_NAME, password: deps.config.givenPasswordMinLength },
    },
  })
}

/** Makes an account by the rules of the API's createAccount, and invites its owner if asked to. A password that is left to us is shown once, on the account's page, unless its owner will choose one. */
export async function newAccountForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, caller } = visit
  const values = keptFields(form, 'username', 'domain', 'algorithm', 'email', 'phone', 'activated', 'admin', 'invite')
  const [email, phone] = [form('email').trim(), withoutPunctuation(form('phone'))]
  const made = form('password') === '' ? randomPassword(deps.clock.random) : undefined
  const body = {
    username: form('username').trim(),
    password: made ?? form('password'),
    algorithm: form('algorithm') as NewAccount['algorithm'],
    domain: form('domain') || defaultSpace(deps).domain,
    ...(email && { email }),
    ...(phone && { phone }),
    activated: form('activated') === 'on',
    admin: form('admin') === 'on',
  } satisfies NewAccount
  const texts = fieldTexts(visit)
  const wrong = broken(visit, body, texts)
  if (wrong) return page(visit, { values, errors: wrong }, 422)
  const again = ({ errors, problem }: Omit<FormState, 'values'>, status: number) => {
    const own = Object.entries(errors).map(([name, text]) => [name, text === t.problems.validation_failed ? (texts[name] ?? text) : text])
    page(visit, { values, errors: Object.fromEntries(own), problem }, status)
  }
  const sameNames = Object.fromEntries(Object.keys(texts).map((name) => [name, name]))
  const done = await submit(visit, () => createAccount(deps, body, caller), sameNames, again)
  if (!done) return
  const { id, username, domain } = done.value
  const account = addressOf({ username, domain })
  const invited = email !== '' && form('invite') === 'on' ? await invite(visit, id) : undefined
  if (made !== undefined && !invited) setShownOnce(visit, `/accounts/${id}`, { id, value: made })
  const words = t.admin.create
  setFlash(
    visit,
    invited === false
      ? { kind: 'notice', text: words.notInvited(account) }
      : { kind: 'success', text: invited ? words.invited(account, email) : words.done(account) },
  )
  goTo(visit, `/accounts/${id}`)
}

/** @returns false when too many mails were sent already: the account is there all the same */
async function invite({ deps, caller }: MemberVisit, id: number): Promise<boolean> {
  try {
    await sendInvitation(deps, id, caller)
    return true
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return false
  }
}

/** What to say of a field whose value the contract does not allow. */
const fieldTexts = ({ t, deps }: MemberVisit): Record<string, string> => ({
  username: t.register.badUsername(SHORTEST_GIVEN_NAME),
  password: t.password.bad(deps.config.givenPasswordMinLength),
  algorithm: t.password.badAlgorithm,
  domain: t.register.badDomain,
  email: t.email.bad,
  phone: t.phone.bad,
})

/** Holds each field against the contract's schema of createAccount. */
const broken = ({ rules }: MemberVisit, body: NewAccount, texts: Record<string, string>) =>
  fieldErrors(
    Object.fromEntries(
      Object.entries(body).map(([name, value]) => [name, !rules(`NewAccount/properties/${name}`, value) && texts[name]] as const),
    ),
  )
