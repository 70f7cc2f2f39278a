import type { Parser } from './parsers.js'

/** The chapters of the handbook's page of variables, in its order. */
export type Group =
  | 'server'
  | 'data'
  | 'accounts'
  | 'provisioning'
  | 'mail'
  | 'sms'
  | 'push'
  | 'webhooks'
  | 'devices'
  | 'limits'
  | 'operation'
  | 'tracing'
  | 'browsers'

/** One variable of the environment. */
export interface Variable<T> {
  readonly name: string
  readonly group: Group
  /** one or two sentences for the operator */
  readonly doc: string
  readonly parse: Parser<T>
  /** the text that stands in for an unset variable; a function when it follows from variables that stand above it */
  readonly fallback?: string | ((above: Readonly<Record<string, unknown>>) => string)
  /** how the documentation writes a fallback that is a function, or what holds without one */
  readonly fallbackText?: string
  /** what `cli config` does not show of the value */
  readonly secret?: 'all' | 'credentials'
}

type Described<T> = Omit<Variable<T>, 'fallback'>

/** A variable that always has a value. */
export const required = <T>(variable: Described<T> & { fallback: NonNullable<Variable<T>['fallback']> }): Variable<T> => variable
/** A variable that may be unset: its value is undefined then. */
export const optional = <T>(variable: Described<T>): Variable<T | undefined> => variable

/** The values of a table of variables. */
export type ValuesOf<Table> = { readonly [K in keyof Table]: Table[K] extends Variable<infer T> ? T : never }
