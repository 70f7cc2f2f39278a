import type { Ajv, SchemaValidateFunction } from 'ajv'

/** The rules that no schema can say, as `x-check` names them in the contract: they depend on the operator, or on more than a pattern. */
const CHECK_NAMES = [
  'userName',
  'givenUserName',
  'servedDomain',
  'passwordLength',
  'givenPasswordLength',
  'emailAddress',
  'phoneNumber',
  'smsNumber',
  'confirmationExpiry',
  'time',
  'idOrAddress',
  'hostName',
  'network',
  'webhookUrl',
] as const
export type CheckName = (typeof CHECK_NAMES)[number]

/**
 * What is wrong with a text, for people; undefined when nothing is.
 * @param siblings the object that it is a field of
 */
export type Check = (value: string, siblings: Record<string, unknown>) => string | undefined
export type Checks = Readonly<Record<CheckName, Check>>

export const CHECK_KEYWORD = 'x-check'

/** Checks that judge all of a text: the pattern and the lengths beside them are for readers of the contract. */
export const WHOLE_CHECKS: ReadonlySet<unknown> = new Set<CheckName>(['userName', 'givenUserName'])

/**
 * Teaches a validator the `x-check`s, so that their faults come together with those of the schemas. What is compiled belongs to the contract alone:
 * the checks are what a validator is called on (`validator.call(checks, value)`), and without them `x-check` is ignored.
 * @throws Error for a name that nothing has, when it compiles
 */
export function addChecks(ajv: Ajv): void {
  ajv.addKeyword({
    keyword: CHECK_KEYWORD,
    type: 'string',
    schemaType: 'string',
    errors: true,
    compile(name: CheckName) {
      if (!CHECK_NAMES.includes(name)) throw new Error(`The contract has the x-check ${name}, which the service does not know.`)
      function validate(this: Partial<Checks> | undefined, value: string, context: { parentData: Record<string, unknown> }): boolean {
        const message = this?.[name]?.(value, context.parentData)
        ;(validate as SchemaValidateFunction).errors = message === undefined ? [] : [{ keyword: CHECK_KEYWORD, message, params: {} }]
        return message === undefined
      }
      return validate as never
    },
  })
}
