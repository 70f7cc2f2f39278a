import { numberOfName } from '../../../domain/phone.js'
import { addressOf } from '../../../domain/sip.js'
import { signUp } from '../../../services/signUp/signUp.js'
import { defaultSpace, servedSpaces, spaceOf } from '../../../services/spaces/space.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState, fieldErrors, keptFields, passwordProblem, submit } from '../../frame/forms.js'
import { PageError } from '../../frame/pageError.js'
import { goTo, show } from '../../frame/render.js'
import type { Visit } from '../../frame/visit.js'

export function registerPage(visit: Visit): void {
  onlyIfOpen(visit)
  page(visit, emptyForm({ domain: defaultSpace(visit.deps).domain }))
}

function page(visit: Visit, form: FormState, status?: number): void {
  show(visit, 'signUp/register', {
    title: visit.t.register.title,
    status,
    model: { form, domains: servedSpaces(visit.deps).map((space) => space.domain) },
  })
}

export async function registerForm(visit: Visit, form: Form): Promise<void> {
  onlyIfOpen(visit)
  const { t, deps, rules } = visit
  const values = keptFields(form, 'username', 'domain', 'email')
  const [username, email] = [form('username').trim(), form('email').trim()]
  const domain = form('domain') || defaultSpace(deps).domain
  const wrong = fieldErrors({
    username: nameProblem(visit, username),
    domain: !spaceOf(deps, domain).served && t.register.badDomain,
    email: !rules('EmailAddress', email) && t.email.bad,
    password: passwordProblem(visit, { username, domain }, form('password')),
    again: form('again') !== form('password') && t.password.different,
  })
  if (wrong) return page(visit, { values, errors: wrong }, 422)
  const done = await submit(
    visit,
    () => signUp(deps, { username, domain, email, password: form('password'), algorithm: 'SHA-256' }, visit.caller),
    { username: 'username' },
    (state, status) => page(visit, { values, ...state }, status),
  )
  if (!done) return
  setFlash(visit, { kind: 'success', text: t.flash.registered(email) })
  goTo(visit, `/activate?account=${encodeURIComponent(addressOf({ username, domain }))}`)
}

function nameProblem({ t, deps, rules }: Visit, username: string): string | undefined {
  if (!rules('Username', username)) return t.register.badUsername(deps.config.usernameMinLength)
  return numberOfName(username) === undefined ? undefined : t.register.numberUsername
}

function onlyIfOpen({ deps }: Visit): void {
  if (!defaultSpace(deps).openRegistration) throw new PageError(404, 'notFound')
}
