import { secretsEqual } from '../../auth/digest.js'
import { BodyError, bodyText } from '../../http/body.js'
import { readMultipart, type Upload } from '../../http/multipart.js'
import { isOwnOrigin } from '../../http/ownOrigin.js'
import { PageError } from './pageError.js'
import { expectedToken, type Visit } from './visit.js'

/** Bytes that a form may have. */
const FORM_LIMIT = 32_768
/** Characters of a field that are looked at: more than any rule allows, and than a form that waits for the password has. */
const LONGEST_FIELD = 4096
const LONGEST_HELD = 24_576
/** More than any form of ours has: that of a list has a field for each account of a page. */
const MOST_FIELDS = 160

/** The field with a form that waits for the password (`proof.ts`). */
export const HELD_FORM = 'held_form'

/** The field that hCaptcha's widget puts its answer into: some are longer than any field of ours. */
export const HCAPTCHA_FIELD = 'h-captcha-response'
/** What a passkey answers: its id, which may have 1,023 bytes, stands in it three times. */
const PASSKEY_FIELD = 'answer'
const LONG_FIELDS = new Set([HELD_FORM, HCAPTCHA_FIELD, PASSKEY_FIELD])

/** The fields of a form, each a text; one that is missing is ''. */
export interface Form {
  (name: string): string
  /** all of them, but for the token */
  fields(): Record<string, string>
  /** of a route that takes a file; `tooLarge`: the form was not read, and must not do anything */
  upload?: Upload | 'tooLarge'
}

/**
 * Reads the form of a POST, and makes sure that it comes from a page of ours, in this browser.
 * @param fileLimit bytes of a file, for a route that takes one. Of a form with more nothing was read, not even whose it is
 * @throws PageError 400, 403, 413
 */
export async function readForm(visit: Visit, fileLimit?: number): Promise<Form> {
  checkOrigin(visit)
  if (fileLimit === undefined) return guarded(visit, await urlencoded(visit))
  if (!visit.ctx.is('multipart/form-data')) throw new PageError(400, 'badForm')
  const read = await readMultipart(visit.ctx, fileLimit)
  if (read === 'malformed') throw new PageError(400, 'badForm')
  if (read === 'tooLarge') return Object.assign(() => '', { fields: () => ({}), upload: read })
  return Object.assign(guarded(visit, read.fields, fileLimit), { upload: read.upload })
}

async function urlencoded({ ctx }: Visit): Promise<Iterable<[string, string]>> {
  if (!ctx.is('application/x-www-form-urlencoded')) throw new PageError(400, 'badForm')
  const text = await bodyText(ctx, FORM_LIMIT).catch((error) => {
    if (!(error instanceof BodyError)) throw error
    throw new PageError(error.fault === 'tooLarge' ? 413 : 400, 'badForm')
  })
  if (!isUtf8Form(text)) throw new PageError(400, 'badForm')
  return new URLSearchParams(text)
}

/** @param longest characters of a field that are looked at, where they are more than those of others */
function guarded(visit: Visit, all: Iterable<[string, string]>, longest = LONGEST_FIELD): Form {
  const sent = new Map<string, string>()
  // a field that comes twice says nothing
  for (const [name, value] of all) sent.set(name, sent.has(name) ? '' : value)
  if (sent.size > MOST_FIELDS) throw new PageError(400, 'badForm')
  const field = (name: string): string => (sent.get(name) ?? '').slice(0, LONG_FIELDS.has(name) ? LONGEST_HELD : longest)
  const names = [...sent.keys()].filter((name) => name !== 'form_token')
  const form = Object.assign(field, { fields: () => Object.fromEntries(names.map((name) => [name, field(name)])) })
  const expected = expectedToken(visit)
  if (expected === undefined || !secretsEqual(expected, form('form_token'))) throw new PageError(403, 'foreignForm')
  return form
}

/** Whether its percent-encoded bytes are UTF-8: `URLSearchParams` would put U+FFFD in the place of others, and the password would be another one. */
function isUtf8Form(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
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
  if (origin !== '' && origin !== 'null' && !isOwnOrigin(ctx, deps.config, origin)) throw new PageError(403, 'foreignForm')
}
