import { open, seal } from '../../auth/secretBox.js'
import { proveSession } from '../../services/credentials/login.js'
import { isProven } from '../../services/credentials/sessions.js'
import { type Form, HELD_FORM } from './formGuard.js'
import { emptyForm, type FormState, submit } from './forms.js'
import { PageError } from './pageError.js'
import { show } from './render.js'
import type { MemberVisit } from './visit.js'

/** How long a form waits for the password. Milliseconds. */
const WAIT_MS = 900_000
/** Bytes of a form that waits: what is longer no form of ours sends, and it would not come back. */
const LONGEST = 16_384
/** The field that the password is entered in. */
const PASSWORD = 'held_password'

interface Held {
  session: string
  /** the form's address: what waits there is good nowhere else */
  path: string
  /** milliseconds since the epoch */
  until: number
  fields: Record<string, string>
}

/**
 * Lets a form through if the password was entered lately in this session. Otherwise a page asks for it; it holds the form meanwhile, sealed, so
 * that nothing of it is readable in a cookie, an address or the page, and sends it to the same address together with the password.
 * @returns the form to go on with; undefined when the page has answered
 * @throws PageError 403 when the form has waited too long, or was held for another session or address; 413
 */
export async function provenForm(visit: MemberVisit, form: Form): Promise<Form | undefined> {
  const held = form(HELD_FORM)
  if (held === '') {
    if (isProven(visit.deps, visit.session)) return form
    const { until, fields } = { until: visit.deps.clock.now() + WAIT_MS, fields: form.fields() }
    ask(visit, sealed(visit, { session: visit.session.idHash, path: visit.ctx.path, until, fields }), emptyForm(), 403)
    return undefined
  }
  const fields = opened(visit, held)
  const again = (state: Omit<FormState, 'values'>, status: number): void => ask(visit, held, { values: {}, ...state }, status)
  const { t, deps, session, caller } = visit
  if (form(PASSWORD) === '') again({ errors: { [PASSWORD]: t.proof.missing } }, 422)
  else {
    const tried = await submit(visit, () => proveSession(deps, session, form(PASSWORD), caller), {}, again)
    if (tried?.value) return Object.assign((name: string) => fields[name] ?? '', { fields: () => fields })
    if (tried) again({ errors: { [PASSWORD]: t.problems.wrong_password } }, 403)
  }
  return undefined
}

const ask = (visit: MemberVisit, held: string, form: FormState, status: number): void =>
  show(visit, 'proof', {
    title: visit.t.proof.title,
    status,
    model: { form, action: visit.ctx.path, held, fields: { held: HELD_FORM, password: PASSWORD } },
  })

function sealed({ deps }: MemberVisit, held: Held): string {
  const text = JSON.stringify(held)
  if (Buffer.byteLength(text) > LONGEST) throw new PageError(413, 'badForm')
  return seal(deps.keys.heldForms, text)
}

function opened({ deps, ctx, session }: MemberVisit, held: string): Record<string, string> {
  const text = open(deps.keys.heldForms, held)
  const { session: owner, path, until = 0, fields } = (text === undefined ? {} : JSON.parse(text)) as Partial<Held>
  if (owner !== session.idHash || path !== ctx.path || until <= deps.clock.now() || !fields) throw new PageError(403, 'foreignForm')
  return fields
}
