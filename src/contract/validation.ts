import type { ErrorObject } from 'ajv'
import { AppError, notFound } from '../domain/errors.js'
import { CHECK_KEYWORD, WHOLE_CHECKS } from './checks.js'

/** Field → what is wrong with it. */
export type FieldTexts = Record<string, string[]>

/**
 * What ajv found, as the client's error: 404 when a path parameter cannot name anything, else 422 with the texts of each field.
 * A property's `x-error` in the contract is the text for any rule that its value breaks, but `x-check`, whose texts are its own.
 * @param more fields at fault besides
 */
export function validationError(all: ErrorObject[], more: FieldTexts = {}): AppError {
  const found = withoutRepetition(all)
  if (found.some((e) => e.instancePath.startsWith('/path'))) return notFound('There is nothing with such a name or id here.')
  const errors: FieldTexts = {}
  for (const error of found) {
    const [field, text] = describe(error)
    const texts = errors[field] ?? []
    errors[field] = texts.includes(text) ? texts : [...texts, text]
  }
  for (const [field, texts] of Object.entries(more)) errors[field] = [...(errors[field] ?? []), ...texts]
  const [field, texts] = Object.entries(errors)[0]!
  const isSentence = field === 'body' || found[0]?.keyword === CHECK_KEYWORD
  const message = isSentence ? texts[0]! : `${field}: ${texts[0]}`
  return new AppError(422, 'validation_failed', message, { errors })
}

/** Faults but for those that a check of the whole value tells in words of its own. */
function withoutRepetition(found: ErrorObject[]): ErrorObject[] {
  return found.filter(({ keyword, parentSchema }) => {
    const check = (parentSchema as Record<string, unknown> | undefined)?.[CHECK_KEYWORD]
    return !(WHOLE_CHECKS.has(check) && OF_THE_TEXT.has(keyword))
  })
}

const OF_THE_TEXT = new Set(['pattern', 'minLength', 'maxLength'])

/** The fields of an object that have half a character somewhere, in a name or a text: stored it would be another text (Unicode 16, section 3.9). Undefined: none. */
export function illFormedFields(values: Record<string, unknown>): FieldTexts | undefined {
  const fields = Object.keys(values).filter((name) => !isWellFormed(values[name]))
  if (fields.length === 0) return undefined
  return Object.fromEntries(fields.map((name) => [name, ['This has half a character: a surrogate without the other.']]))
}

/** No recursion: a body may be nested deeper than the stack. */
function isWellFormed(value: unknown): boolean {
  const left = [value]
  while (left.length > 0) {
    const one = left.pop()
    if (typeof one === 'string' && !one.isWellFormed()) return false
    if (typeof one === 'object' && one !== null) for (const [name, within] of Object.entries(one)) left.push(name, within)
  }
  return true
}

function describe(error: ErrorObject): [field: string, text: string] {
  // /requestBody/username, /query/page
  const field = error.instancePath.split('/')[2]
  if (error.keyword === 'required') {
    const missing = String(error.params.missingProperty)
    return missing === 'requestBody' ? ['body', 'Send a JSON object as the body.'] : [field ?? missing, 'This field is required.']
  }
  if (field === undefined) return ['body', 'Send a JSON object as the body.']
  if (error.keyword === CHECK_KEYWORD) return [field, error.message!]
  const own = (error.parentSchema as { 'x-error'?: string } | undefined)?.['x-error']
  return [field, own ?? general(error)]
}

function general({ keyword, params, message }: ErrorObject): string {
  switch (keyword) {
    case 'type':
      return `This must be ${/^[aio]/.test(String(params.type)) ? 'an' : 'a'} ${params.type}.`
    case 'enum':
      return `This must be one of: ${(params.allowedValues as unknown[]).join(', ')}.`
    case 'minLength':
      return `This must have at least ${params.limit} characters.`
    case 'maxLength':
      return `This must have at most ${params.limit} characters.`
    case 'minimum':
      return `This must be at least ${params.limit}.`
    case 'maximum':
      return `This must be at most ${params.limit}.`
    case 'format':
      return `This is not a valid ${params.format}.`
    case 'pattern':
      return 'This has characters or a form that are not allowed here.'
    default:
      return `This ${message ?? 'is not valid'}.`
  }
}
