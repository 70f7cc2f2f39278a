import type { AppError, ErrorCode } from '../../domain/errors.js'
import { refusalIn } from '../../domain/errors.js'
import type { Aor } from '../../domain/sip.js'
import { weaknessOf } from '../../services/credentials/weakPasswords.js'
import type { Form } from './formGuard.js'
import type { Visit } from './visit.js'
import { retryText } from './words/waits.js'

/** A form as it is shown (again): what was entered, and what is wrong with it. */
export interface FormState {
  /** field → what was entered; never passwords and codes */
  values: Record<string, string>
  /** field → what to do about it */
  errors: Record<string, string>
  /** what is wrong with no field in particular */
  problem?: string | undefined
}

export const emptyForm = (values: Record<string, string> = {}): FormState => ({ values, errors: {} })

/** The fields of these names, to be shown again. */
export const keptFields = (form: Form, ...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, form(name)]))

/** What is wrong with a password that somebody chooses for an account of their own. */
export function passwordProblem({ t, deps, rules }: Visit, owner: Aor, password: string): string | undefined {
  if (!rules('NewSecret', password)) return t.password.bad(deps.config.passwordMinLength)
  const weakness = weaknessOf(owner, password)
  return weakness && t.password[weakness]
}

/** Field → text, those that have one. */
export function fieldErrors(all: Record<string, string | false | undefined>): Record<string, string> | undefined {
  const wrong = Object.entries(all).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return wrong.length === 0 ? undefined : Object.fromEntries(wrong)
}

/**
 * Does what a form asks for. What the service says against it is given to `again`, in the visitor's language: beside the field, if the
 * page has the one that the service names, and above the form otherwise.
 * @param fields the service's name of a field → the form's
 * @returns undefined when `again` has answered
 */
export async function submit<T>(
  visit: Visit,
  work: () => Promise<T>,
  fields: Record<string, string>,
  again: (state: Omit<FormState, 'values'>, status: number) => void,
): Promise<{ value: T } | undefined> {
  try {
    return { value: await work() }
  } catch (error) {
    const refusal = refusalIn(error)
    const named = Object.keys(refusal.errors ?? {}).find((name) => fields[name])
    const text = problemText(visit, refusal)
    for (const [name, value] of Object.entries(refusal.headers)) if (name.toLowerCase() === 'retry-after') visit.ctx.set(name, value)
    again(named ? { errors: { [fields[named]!]: text } } : { errors: {}, problem: text }, refusal.status)
    return undefined
  }
}

/** What a service refuses, for people: with it how long to wait, if that is said. */
export function problemText({ t, language }: Visit, { code, headers }: AppError): string {
  const { rate_limited, ...others } = t.problems
  const wait = code === 'rate_limited' ? retryText(language, headers) : undefined
  if (wait !== undefined) return rate_limited(wait)
  const known: Partial<Record<ErrorCode, string>> = { ...others, rate_limited: t.errorPages.tooMany.text }
  return known[code] ?? others.validation_failed
}
