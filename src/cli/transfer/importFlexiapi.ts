import type { Command } from 'commander'
import { newAccountCheck } from '../../contract/newAccountCheck.js'
import { readContract } from '../../contract/read.js'
import { openLegacyDatabase } from '../../db/transfer/legacyDatabase.js'
import { fieldChecks } from '../../services/checks.js'
import type { With } from '../../services/deps.js'
import type { Platform } from '../../services/platform.js'
import { servedSpaces, sharedRealm } from '../../services/spaces/space.js'
import type { ProblemReport } from '../../services/transfer/flexiapiAccount.js'
import { type FlexiapiResult, importFlexiapi } from '../../services/transfer/flexiapiImport.js'
import { FlexiapiSource } from '../../services/transfer/flexiapiSource.js'
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
    .description('take over the accounts of a FlexiAPI database (2021) with their passwords, phone numbers, roles and API keys')
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
      if (!terminal.json) bar.say(`${one.account} (${one.account_id}): ${one.problem}: ${one.detail}`)
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
  const { accounts, imported, existing, refused, admins, phones, api_keys, passwords, upper_case, left_behind } = result
  const hashes = Object.entries(passwords).map(([algorithm, count]) => `${count} ${algorithm}`)
  const left = Object.entries(left_behind).map(([table, count]) => `${table} ${count}`)
  return [
    `${accounts} accounts: ${imported} ${dryRun ? 'would be imported' : 'imported'}, ${existing} here already, ${refused} refused.`,
    `  passwords  ${hashes.join(', ')}`,
    `  with       ${phones} phone numbers, ${admins} administrators, ${api_keys} API keys`,
    ...(upper_case > 0 ? [`  ${upper_case} names have upper case: they log in with the name written exactly so, as before.`] : []),
    ...(left.length > 0 ? [`  left behind, as there is no place for them: ${left.join(', ')}`] : []),
    `  Their hashes are taken to be made with the realm ${realm ?? "of each account's domain (ACCOUNT_REALM not set)"}.`,
  ].join('\n')
}
