import type { Ajv, ErrorObject, SchemaValidateFunction } from 'ajv'

/** The rules that no schema can say, as `x-check` names them in the contract: they depend on the operator, or on more than a pattern. */
export type CheckName =
  | 'userName'
  | 'givenUserName'
  | 'servedDomain'
  | 'passwordLength'
  | 'givenPasswordLength'
  | 'emailAddress'
  | 'phoneNumber'
  | 'smsNumber'
  | 'confirmationExpiry'
  | 'time'
  | 'idOrAddress'
  | 'hostName'
  | 'network'
  | 'webhookUrl'

/**
 * What is wrong with a text, for people; undefined when nothing is.
 * @param siblings the object that it is a field of
 */
export type Check = (value: string, siblings: Record<string, unknown>) => string | undefined
export type Checks = Readonly<Record<CheckName, Check>>

export const CHECK_KEYWORD = 'x-check'

/** Checks that judge all of a text: the pattern and the lengths beside them are for readers of the contract. */
export const WHOLE_CHECKS: ReadonlySet<unknown> = new Set<CheckName>(['userName', 'givenUserName'])

/** Teaches a validator the `x-check`s, so that their faults come together with those of the schemas. @throws Error for a name that nothing has, when it compiles */
export function addChecks(ajv: Ajv, checks: Checks): void {
  ajv.addKeyword({
    keyword: CHECK_KEYWORD,
    type: 'string',
    schemaType: 'string',
    errors: true,
    compile(name: CheckName) {
      const check = checks[name]
      if (!check) throw new Error(`The contract has the x-check ${name}, which the service does not know.`)
      const validate: SchemaValidateFunction = (value: string, context: { parentData: Record<string, unknown> }) => {
        const message = check(value, context.parentData)
        validate.errors = message === undefined ? [] : [{ keyword: CHECK_KEYWORD, message, params: {} } as Partial<ErrorObject>]
        return message === undefined
      }
      return validate as never
    },
  })
}
