import { spawnSync } from 'node:child_process'

/**
 * Runs a command to its end. What it complains of goes to standard error.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, input?: string }} options
 * @returns its standard output
 * @throws Error when it is not there, or ends with another code than 0
 */
export function run(command, args, { cwd, env = {}, input } = {}) {
  const { status, signal, stdout, error } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    input,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 2],
    encoding: 'utf8',
    maxBuffer: 256 << 20,
  })
  if (error) throw new Error(`${command}: ${error.message}`, { cause: error })
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${status ?? signal}\n${stdout}`)
  return stdout
}
