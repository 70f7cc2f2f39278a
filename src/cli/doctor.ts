import type { Command } from 'commander'
import { pino } from 'pino'
import type { Config } from '../config/config.js'
import { loadConfig } from '../config/load.js'
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
      const findings = await examineAll(loadConfig(terminal.environment()))
      printList(terminal, findings, '')
      // a warning makes no exit code
      if (findings.some((f) => f.status === 'failed')) terminal.exitCode = 1
    })
}

async function examineAll(config: Config): Promise<Finding[]> {
  const open = readableByOthers(config) // before the database has files of the moment
  const deps = await openDeps(config, pino({ level: 'silent' }))
  try {
    return await examine(
      deps,
      open ? { check: 'files', status: 'warning', detail: open } : { check: 'files', status: 'ok', detail: 'no other user can read them' },
    )
  } finally {
    await deps.close()
  }
}
