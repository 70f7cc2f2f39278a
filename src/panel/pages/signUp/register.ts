import { numberOfName, withoutPunctuation } from '../../../domain/phone.js'
import { addressOf } from '../../../domain/sip.js'
import { sendsSms, signUp } from '../../../services/signUp/signUp.js'
import { defaultSpace, servedSpaces, spaceOf } from '../../../services/spaces/space.js'
import { captchaProblem, newCaptcha } from '../../frame/captcha.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState, fieldErrors, keptFields, passwordProblem, submit } from '../../frame/forms.js'
import { PageError } from '../../frame/pageError.js'
import { goTo, show } from '../../frame/render.js'
import type { Visit } from '../../frame/visit.js'

/** What proves that the account is its owner's: the field of that name, to which a code goes. */
type Way = 'email' | 'phone'

/** Where people choose how to sign up, if there is a choice. */
export function registerPage(visit: Visit): void {
  onlyIfOpen(visit, 'email')
  if (sendsSms(visit.deps)) show(visit, 'signUp/choose', { title: visit.t.register.title, model: {} })
  else goTo(visit, '/register/email')
}

export const registerByEmailPage = (visit: Visit): Promise<void> => emptyPage(visit, 'email')
export const registerByPhonePage = (visit: Visit): Promise<void> => emptyPage(visit, 'phone')
export const registerByEmailForm = (visit: Visit, form: Form): Promise<void> => register(visit, 'email', form)
export const registerByPhoneForm = (visit: Visit, form: Form): Promise<void> => register(visit, 'phone', form)

async function emptyPage(visit: Visit, way: Way): Promise<void> {
  onlyIfOpen(visit, way)
  await page(visit, way, emptyForm({ domain: defaultSpace(visit.deps).domain }))
}

async function page(visit: Visit, way: Way, form: FormState, status?: number): Promise<void> {
  const { t, deps } = visit
  show(visit, 'signUp/register', {
    title: t.register.title,
    status,
    captcha: await newCaptcha(visit),
    model: { form, way, choice: sendsSms(deps), domains: servedSpaces(deps).map((space) => space.domain) },
  })
}

/** Nobody learns here whose an address is: the next page is the same, and the code tells its owner alone. */
async function register(visit: Visit, way: Way, form: Form): Promise<void> {
  onlyIfOpen(visit, way)
  const { t, deps } = visit
  const values = keptFields(form, 'username', 'domain', way)
  const asked = readForm(visit, way, form)
  await deps.limits.countries.refresh()
  const wrong = problemsOf(visit, way, form, asked)
  if (wrong) return page(visit, way, { values, errors: wrong }, 422)
  const problem = await captchaProblem(visit, form)
  if (problem) return page(visit, way, { values, errors: { captcha: problem.text } }, problem.status)
  let refused: { state: Omit<FormState, 'values'>; status: number } | undefined
  const to = { channel: way, address: asked.address }
  const done = await submit(
    visit,
    () => signUp(deps, { username: asked.username, domain: asked.domain, to, password: form('password') }, visit.caller),
    { username: 'username' },
    (state, status) => {
      refused = { state, status }
    },
  )
  if (refused) return page(visit, way, { values, ...refused.state }, refused.status)
  if (!done) return
  setFlash(visit, { kind: 'success', text: t.flash.registered(asked.address) })
  goTo(visit, `/activate?${new URLSearchParams({ account: addressOf(asked), way })}`)
}

interface Asked {
  username: string
  domain: string
  /** e-mail address or phone number */
  address: string
}

const readForm = ({ deps }: Visit, way: Way, form: Form): Asked => ({
  username: form('username').trim(),
  domain: form('domain') || defaultSpace(deps).domain,
  address: way === 'email' ? form('email').trim() : withoutPunctuation(form('phone')),
})

function problemsOf(visit: Visit, way: Way, form: Form, asked: Asked): Record<string, string> | undefined {
  const { t, deps } = visit
  return fieldErrors({
    username: nameProblem(visit, asked.username),
    domain: !spaceOf(deps, asked.domain).served && t.register.badDomain,
    [way]: addressProblem(visit, way, asked.address),
    password: passwordProblem(visit, asked, form('password')),
    again: form('again') !== form('password') && t.password.different,
  })
}

function nameProblem({ t, deps, rules }: Visit, username: string): string | undefined {
  if (!rules('Username', username)) return t.register.badUsername(deps.config.usernameMinLength)
  return numberOfName(username) === undefined ? undefined : t.register.numberUsername
}

/** A number that gets no SMS from here is as wrong as none. */
function addressProblem({ t, rules }: Visit, way: Way, address: string): string | false {
  if (way === 'email') return !rules('EmailAddress', address) && t.email.bad
  return !rules('SmsNumber', address) && t.register.badPhone
}

function onlyIfOpen({ deps }: Visit, way: Way): void {
  if (!defaultSpace(deps).openRegistration || (way === 'phone' && !sendsSms(deps))) throw new PageError(404, 'notFound')
}
