import { addressOf } from '../../../domain/sip.js'
import type { FlexiapiAccount } from './source.js'

/** What of an account could not be taken; with the first three nothing of it was. */
type ProblemOfAccount =
  | 'username'
  | 'domain'
  | 'duplicate'
  | 'email'
  | 'phone'
  | 'password'
  | 'no_password'
  | 'realm'
  | 'confirmation_key'
  | 'date'
  | 'display_name'
  | 'dtmf_protocol'
  | 'api_key'
  | 'exists_differently'

/** Why a row was left: its account was not taken; what it joins is of several spaces; it has not the form that it must have; it is somebody else's; nobody has it; it has ended. */
type ProblemOfRow = 'account' | 'other_space' | 'form' | 'taken' | 'unused' | 'ended'

export type Problem = ProblemOfAccount | ProblemOfRow

export interface ProblemReport {
  /** of FlexiAPI; null where it is of no account */
  account_id: number | null
  /** `user@domain`, or the table of what is of no account */
  account: string
  problem: Problem
  detail: string
}
export type Tell = (account: FlexiapiAccount, problem: Problem, detail: string) => void

/** What became of the rows of one table of FlexiAPI. */
export interface TableReport {
  read: number
  /** with a dry run: would be taken */
  taken: number
  /** from an earlier import, say */
  existing: number
  left: Partial<Record<Problem | 'short_lived' | 'no_place', LeftRows>>
}

export interface LeftRows {
  count: number
  first: string[]
}

/** As many rows as are named for each table and reason; all are counted. */
const NAMED = 20

/** Counts what is read, taken and left, table by table. */
export class Report {
  readonly tables: Record<string, TableReport> = {}
  readonly problems: Partial<Record<Problem, number>> = {}

  constructor(private readonly onProblem: (report: ProblemReport) => void) {}

  of(table: string): TableReport {
    this.tables[table] ??= { read: 0, taken: 0, existing: 0, left: {} }
    return this.tables[table]
  }

  /** Tells what of an account is not taken, though the account may be. */
  readonly tell: Tell = ({ id, username, domain }, problem, detail) =>
    this.say({ account_id: id, account: addressOf({ username, domain }), problem, detail })

  /** Counts rows that are left, and names the first. */
  leave(table: string, reason: keyof TableReport['left'], what: string, count = 1): void {
    const { left } = this.of(table)
    left[reason] ??= { count: 0, first: [] }
    left[reason].count += count
    if (left[reason].first.length < NAMED && what !== '') left[reason].first.push(what)
  }

  /** The same for one row, which is told as well. */
  refuse(table: string, problem: Problem, detail: string, account?: FlexiapiAccount): void {
    this.leave(table, problem, account ? `${addressOf(account)}: ${detail}` : detail)
    if (account) this.tell(account, problem, detail)
    else this.note(table, problem, detail)
  }

  /** Tells what is to be known of a table, though nothing is left. */
  note(table: string, problem: Problem, detail: string): void {
    this.say({ account_id: null, account: table, problem, detail })
  }

  private say(report: ProblemReport): void {
    this.problems[report.problem] = (this.problems[report.problem] ?? 0) + 1
    this.onProblem(report)
  }
}
