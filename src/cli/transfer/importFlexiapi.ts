import type { Command } from 'commander'
import { newAccountCheck } from '../../contract/newAccountCheck.js'
import { readContract } from '../../contract/read.js'
import { openLegacyDatabase } from '../../db/transfer/legacyDatabase.js'
import { fieldChecks } from '../../services/checks.js'
import type { With } from '../../services/deps.js'
import type { Platform } from '../../services/platform.js'
import { servedSpaces, sharedRealm } from '../../services/spaces/space.js'
import { type FlexiapiResult, importFlexiapi } from '../../services/transfer/flexiapi/import.js'
import type { ProblemReport, TableReport } from '../../services/transfer/flexiapi/report.js'
import { FlexiapiSource } from '../../services/transfer/flexiapi/source.js'
import { print } from '../frame/output.js'
import { progress } from '../frame/progress.js'
import type { Terminal } from '../frame/terminal.js'
import { withDeps } from '../frame/withDeps.js'

/** With --json, problems that are listed; all are counted. */
const LISTED = 1_000

interface FlexiapiCommandOptions {
  from: string
  local?: string
  realm?: string
  dryRun?: boolean
}

export function importFlexiapiCommand(program: Command, terminal: Terminal): void {
  program
    .command('import-flexiapi')
    .description('take over a FlexiAPI database, of 2021 to 2.1: accounts with their passwords, and all that belongs to them')
    .requiredOption('--from <url>', 'mysql://user:password@host/database or file:/path: the one with the tables accounts and passwords')
    .option('--local <url>', 'where admins and api_keys are, if that is another one')
    .option('--realm <realm>', "FlexiAPI's ACCOUNT_REALM: refuse to start if SIP_REALM is another one")
    .option('--dry-run', 'only tell what would be taken')
    .action((options: FlexiapiCommandOptions) => withDeps(terminal, (deps) => runImport(terminal, deps, options)))
}

async function runImport(
  terminal: Terminal,
  deps: With<'limits'>,
  { from, local, realm, dryRun = false }: FlexiapiCommandOptions,
): Promise<void> {
  checkRealmOption(deps, realm)
  const remote = await openLegacyDatabase(from)
  try {
    const other = local === undefined ? remote : await openLegacyDatabase(local)
    try {
      await report(terminal, deps, new FlexiapiSource(remote, other), dryRun)
    } finally {
      if (other !== remote) await other.close()
    }
  } finally {
    await remote.close()
  }
}

async function report(terminal: Terminal, deps: With<'limits'>, source: FlexiapiSource, dryRun: boolean): Promise<void> {
  const listed: ProblemReport[] = []
  const bar = progress(terminal, 'accounts')
  const result = await importFlexiapi(deps, source, newAccountCheck(readContract().contract, fieldChecks(deps)), {
    dryRun,
    onProblem(one) {
      const id = one.account_id === null ? '' : ` (${one.account_id})`
      if (!terminal.json) bar.say(`${one.account}${id}: ${one.problem}: ${one.detail}`)
      else if (listed.length < LISTED) listed.push(one)
    },
    onProgress: bar.show,
  }).finally(bar.end)
  const realm = sharedRealm(deps) ?? null
  print(terminal, { ...result, dry_run: dryRun, realm, listed }, summary(result, dryRun, realm))
  if (result.refused > 0) terminal.exitCode = 1
}

function checkRealmOption(deps: Pick<Platform, 'config'>, realm: string | undefined): void {
  const ours = sharedRealm(deps)
  if (realm === undefined || realm === ours) return
  const [first, ...others] = servedSpaces(deps)
  if (ours === undefined && others.length === 0 && first?.realm === realm) return
  const now = ours === undefined ? "SIP_REALM is not set, so each account's domain is its realm" : `SIP_REALM is ${ours}`
  throw new Error(`FlexiAPI's hashes are made with the realm ${realm}, but ${now}: nobody could log in. Set SIP_REALM=${realm}.`)
}

function summary(result: FlexiapiResult, dryRun: boolean, realm: string | null): string {
  const { age, accounts, imported, existing, refused, admins, phones, api_keys, blocked, passwords, upper_case, left_behind, tables } =
    result
  const hashes = Object.entries(passwords).map(([algorithm, count]) => `${count} ${algorithm}`)
  const left = Object.entries(left_behind).map(([table, count]) => `${table} ${count}`)
  return [
    `${accounts} accounts: ${imported} ${dryRun ? 'would be imported' : 'imported'}, ${existing} here already, ${refused} refused.`,
    `  passwords  ${hashes.join(', ')}`,
    `  with       ${phones} phone numbers, ${admins} administrators, ${api_keys} API keys, ${blocked} blocked`,
    ...(upper_case > 0 ? [`  ${upper_case} names have upper case: they log in with the name written exactly so, as before.`] : []),
    ...(left.length > 0 ? [`  left behind, as there is no place for them: ${left.join(', ')}`] : []),
    `  Their hashes are taken to be made with the realm ${realm ?? "of each account's domain (ACCOUNT_REALM not set)"}.`,
    `The tables of this FlexiAPI (${age}):`,
    ...Object.entries(tables).flatMap(([table, one]) => tableLines(table, one, dryRun)),
  ].join('\n')
}

/** What became of a table, and of what is left the first rows. */
function tableLines(table: string, { read, taken, existing, left }: TableReport, dryRun: boolean): string[] {
  const reasons = Object.entries(left)
  const count = reasons.reduce((sum, [, one]) => sum + one.count, 0)
  return [
    `  ${table}: ${read} read, ${taken} ${dryRun ? 'would be taken' : 'taken'}, ${existing} here already, ${count} left`,
    ...reasons.flatMap(([reason, { count: rows, first }]) => {
      const more = rows > first.length && first.length > 0 ? ['      …'] : []
      return [`    ${rows} ${REASONS[reason as keyof TableReport['left']] ?? reason}`, ...first.map((what) => `      ${what}`), ...more]
    }),
  ]
}

/** Reasons in words; those of accounts say it themselves. */
const REASONS: Partial<Record<keyof TableReport['left'], string>> = {
  account: 'as their account, contact or list was not taken',
  other_space: 'as they reach into another space',
  form: 'as they have not the right form',
  taken: 'as they are there already, for another account perhaps',
  unused: 'as nobody has them',
  ended: 'as their time is over',
  short_lived: 'as they end by themselves: who waits for a code or link asks for a new one',
  no_place: 'as there is no place for them',
  domain: 'as SIP_DOMAINS does not have their domain',
}
