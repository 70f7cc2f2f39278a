import type { Command } from 'commander'
import { pino } from 'pino'
import type { Config } from '../config/config.js'
import { loadConfig } from '../config/load.js'
import { unknownText, unknownVariables } from '../config/unknown.js'
import { checkFolders } from '../run/folders.js'
import { openDeps } from '../run/openDeps.js'
import { examine, type Finding } from '../services/service/findings.js'
import { readableByOthers } from './files.js'
import { printList } from './frame/output.js'
import type { Terminal } from './frame/terminal.js'

export function doctorCommand(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description('check everything that is configured; exit code 1 if something does not work')
    .action(async () => {
      const environment = terminal.environment()
      const findings = await examineAll(loadConfig(environment), environment)
      const lines = findings.map(({ check, status, detail }) => ({ check, status, detail }))
      printList(terminal, lines, '')
      if (!terminal.json) terminal.stdout.write(`\n${conclusion(findings)}\n`)
      // a warning makes no exit code
      if (findings.some((f) => f.status === 'failed')) terminal.exitCode = 1
    })
}

async function examineAll(config: Config, environment: NodeJS.ProcessEnv): Promise<Finding[]> {
  // before the database has files of the moment
  const ofMachine = [files(config), folders(config), variables(environment)]
  const deps = await openDeps(config, pino({ level: 'silent' }))
  try {
    return await examine(deps, ofMachine)
  } finally {
    await deps.close()
  }
}

function files(config: Config): Finding {
  const open = readableByOthers(config)
  return open
    ? { check: 'files', status: 'warning', detail: open }
    : { check: 'files', status: 'ok', detail: 'no other user can read them' }
}

function folders(config: Config): Finding {
  try {
    checkFolders(config)
    return { check: 'folders', status: 'ok', detail: 'files can be written where the service writes some' }
  } catch (error) {
    return { check: 'folders', status: 'failed', detail: (error as Error).message.trim().split('\n').at(-1)!.trim() }
  }
}

function variables(environment: NodeJS.ProcessEnv): Finding {
  const slips = unknownVariables(environment).map(unknownText)
  return slips.length === 0
    ? { check: 'variables', status: 'ok', detail: 'each is known' }
    : { check: 'variables', status: 'warning', detail: slips.join(' ') }
}

/** All lines in one sentence. */
function conclusion(findings: Finding[]): string {
  const of = (status: Finding['status']) => findings.filter((finding) => finding.status === status).map(({ check }) => check)
  const [failed, warned, off] = [of('failed'), of('warning'), of('off')]
  const parts = [
    failed.length > 0 && `Mend this: ${failed.join(', ')}.`,
    warned.length > 0 && `Look at this: ${warned.join(', ')}.`,
    failed.length + warned.length === 0 && 'Everything that is configured works.',
    off.length > 0 && `Not configured: ${off.join(', ')}.`,
  ]
  return parts.filter((part) => part !== false).join(' ')
}
