import { findRequestToken, type RequestTokenState, validateRequestToken } from '../../../services/tokens/requestTokens.js'
import { captchaProblem, newCaptcha } from '../../frame/captcha.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState } from '../../frame/forms.js'
import { show } from '../../frame/render.js'
import type { Visit } from '../../frame/visit.js'

/** Where an app without push sends people: they show that they are persons, and the app goes on. Opening it changes nothing. */
export async function checkPage(visit: Visit): Promise<void> {
  const found = await findRequestToken(visit.deps, tokenOf(visit))
  if (found?.state === 'pending') return ask(visit, found.createdAt, emptyForm())
  answer(visit, found?.state)
}

export async function checkForm(visit: Visit, form: Form): Promise<void> {
  const found = await findRequestToken(visit.deps, tokenOf(visit))
  if (found?.state !== 'pending') return answer(visit, found?.state)
  const problem = await captchaProblem(visit, form)
  if (problem) return ask(visit, found.createdAt, { values: {}, errors: { captcha: problem.text } }, problem.status)
  const good = await validateRequestToken(visit.deps, tokenOf(visit))
  // shown at once: the app may have used the token up before a page could be asked for
  answer(visit, good ? 'validated' : 'expired')
}

const tokenOf = ({ ctx }: Visit): string => String(ctx.params.token)

async function ask(visit: Visit, askedAt: Date, form: FormState, status?: number): Promise<void> {
  const model = { form, action: visit.ctx.path, askedAt }
  show(visit, 'tokens/check', { title: visit.t.check.title, status, captcha: await newCaptcha(visit), model })
}

const STATUS = { validated: 200, used: 410, expired: 410, unknown: 404 } as const

function answer(visit: Visit, state: Exclude<RequestTokenState, 'pending'> | undefined): void {
  const { title, text } = visit.t.check[state ?? 'unknown']
  show(visit, 'tokens/checkDone', {
    title,
    status: STATUS[state ?? 'unknown'],
    model: { text, leadsOn: state === 'expired' || state === undefined },
  })
}
