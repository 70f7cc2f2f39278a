import bodyParser from 'koa-bodyparser'
import { secretsEqual } from '../../auth/digest.js'
import { PageError } from './pageError.js'
import { expectedToken, type Visit } from './visit.js'

/** Bytes that a form may have. */
const FORM_LIMIT = '32kb'
/** Characters of a field that are looked at: more than any rule allows, and than a form that waits for the password has. */
const LONGEST_FIELD = 4096
const LONGEST_HELD = 24_576

const parse = bodyParser({
  enableTypes: ['form'],
  formLimit: FORM_LIMIT,
  onerror: (error) => {
    throw new PageError((error as { status?: number }).status === 413 ? 413 : 400, 'badForm')
  },
})

/** The field with a form that waits for the password (`proof.ts`). */
export const HELD_FORM = 'held_form'

/** The fields of a form, each a text; one that is missing is ''. */
export interface Form {
  (name: string): string
  /** all of them, but for the token */
  fields(): Record<string, string>
}

/**
 * Reads the form of a POST, and makes sure that it comes from a page of ours, in this browser.
 * @throws PageError 400, 403, 413
 */
export async function readForm(visit: Visit): Promise<Form> {
  const { ctx } = visit
  checkOrigin(visit)
  if (!ctx.is('application/x-www-form-urlencoded')) throw new PageError(400, 'badForm')
  await parse(ctx as Parameters<typeof parse>[0], async () => undefined)
  const body = ctx.request.body as Record<string, unknown>
  const field = (name: string): string => {
    const value = Object.hasOwn(body, name) ? body[name] : undefined
    return typeof value === 'string' ? value.slice(0, name === HELD_FORM ? LONGEST_HELD : LONGEST_FIELD) : ''
  }
  const names = Object.keys(body).filter((name) => name !== 'form_token')
  const form = Object.assign(field, { fields: () => Object.fromEntries(names.map((name) => [name, field(name)])) })
  const expected = expectedToken(visit)
  if (expected === undefined || !secretsEqual(expected, form('form_token'))) throw new PageError(403, 'foreignForm')
  return form
}

/**
 * What the browser says of where the form was. Sec-Fetch-Site is not sent to http: addresses, and Origin is `null` from pages without
 * referrer, as ours are (Fetch Standard, "append a request Origin header"): either may be missing, neither may be foreign. The token
 * decides in any case.
 */
function checkOrigin({ ctx, deps }: Visit): void {
  const site = ctx.get('Sec-Fetch-Site')
  if (site !== '' && site !== 'same-origin' && site !== 'none') throw new PageError(403, 'foreignForm')
  const origin = ctx.get('Origin')
  if (origin === '' || origin === 'null') return
  const own = [new URL(deps.config.publicUrl).host, ctx.host]
  if (!URL.canParse(origin) || !own.includes(new URL(origin).host)) throw new PageError(403, 'foreignForm')
}
