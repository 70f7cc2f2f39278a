#!/usr/bin/env node
import { runCommand } from './cli/run.js'
import { readEnvironment } from './config/envFile.js'

// what is made is for its owner, and to be read by the group: Flexisip's, say
process.umask(process.umask() | 0o027)
const { stdout, stderr } = process
// whoever reads has enough (`cli config | head -1`): the command goes on to its end
for (const stream of [stdout, stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
const code = await runCommand(process.argv.slice(2), { environment: readEnvironment, stdin: () => process.stdin, stdout, stderr })
// a service goes on, and says itself later how it ended
if (code !== 0) process.exitCode = code
