import type { LoginRecord } from '../../../services/logins/logins.js'
import type { Texts } from '../../../texts/languages.js'
import { programName } from './browserName.js'

/** What came of log-ins, for people. */
export interface LoginRow {
  login: LoginRecord
  result: string
  /** by an app, these pages or a key */
  how: string
  program: string
}

/** Log-ins as people read of them. */
export function loginRow(t: Texts, login: LoginRecord, results: Record<string, string> = t.sessions.results): LoginRow {
  const { schemes } = t.sessions
  const named = (names: Record<string, string>, name: string): string => names[name] ?? name
  return {
    login,
    result: named(results, login.result),
    how: named(schemes, login.scheme),
    program: programName(t, login.userAgent),
  }
}
