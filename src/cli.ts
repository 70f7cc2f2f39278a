#!/usr/bin/env node
import { constants, getPriority, setPriority } from 'node:os'
import { printError } from './cli/frame/faults.js'
import { runCommand } from './cli/run.js'
import { readEnvironment } from './config/envFile.js'

// what is made is for its owner, and to be read by the group: Flexisip's, say
process.umask(process.umask() | 0o027)
const { stdout, stderr } = process
for (const stream of [stdout, stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // whoever reads has enough (`cli config | head -1`): the command goes on to its end
    if (error.code === 'EPIPE') return
    if (stream === stdout && process.exitCode !== 1)
      printError({ stderr }, new Error(`Standard output cannot be written: ${error.message}`))
    process.exitCode = 1
  })
const code = await runCommand(process.argv.slice(2), {
  environment: readEnvironment,
  stdin: () => process.stdin,
  giveWay,
  stdout,
  stderr,
})
// a service goes on, and says itself later how it ended
if (code !== 0) process.exitCode = code

function giveWay(): void {
  try {
    setPriority(Math.max(getPriority(), constants.priority.PRIORITY_BELOW_NORMAL))
  } catch {
    // a sandbox may not allow the call: the command is as well done without
  }
}
