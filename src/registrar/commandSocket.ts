import { readFile, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import type { Aor } from '../domain/sip.js'
import { Mutex } from '../lib/mutex.js'
import { tracedCall } from '../lib/tracing.js'
import { TurnTimeout } from '../lib/waitingLine.js'
import { RegistrarDown } from './registrar.js'
import { exchange } from './socketExchange.js'

/** Flexisip reads a command into 512 bytes and ends it with a zero. */
export const LONGEST_COMMAND = 511
const LONGEST_ANSWER = 4 * 1024 * 1024
/** How long a question waits for the socket. Milliseconds. */
export const LONGEST_WAIT = 2_000
/** one word of a command: no space, control character or quote, so that it cannot become two or none */
const WORD = /^[!#-~]+$/

/** Flexisip's command socket, which serves one connection at a time: so is it asked. */
export interface CommandSocket {
  /**
   * Sends a command whose words have been checked, in turn.
   * @returns the answer, whatever it says
   * @throws RegistrarDown; Error when the command is too long
   */
  ask(...words: string[]): Promise<string>
  /** where it is now: that changes when Flexisip restarts */
  path(): Promise<string>
  close(): void
}

/**
 * The command socket at `unix:/path`, or of the process whose id is in the file of `flexisip-pid:/path`. Connects to nothing yet.
 * @returns undefined when the URL is neither
 */
export function openCommandSocket(url: string, timeoutMs = 2_000): CommandSocket | undefined {
  const [, scheme, file] = /^(unix|flexisip-pid):(?:\/\/)?(\/.+)$/.exec(url) ?? []
  if (!scheme) return undefined
  const path = scheme === 'unix' ? async () => file! : () => proxySocket(file!)
  const turns = new Mutex()
  let closed = false

  /** @throws Error, whatever went wrong */
  async function inTurn(command: string): Promise<string> {
    if (closed) throw new Error('the registrar is closed')
    return exchange(await path(), command, { timeoutMs, maxBytes: LONGEST_ANSWER })
  }

  return {
    async ask(...words) {
      const command = words.join(' ')
      if (Buffer.byteLength(command) > LONGEST_COMMAND) throw new Error('the address is too long for the command socket of Flexisip')
      try {
        const asked = () => turns.run(performance.now() + LONGEST_WAIT, () => inTurn(command))
        return (await tracedCall(words[0]!, { 'rpc.system.name': 'flexisip', 'rpc.method': words[0] }, asked)).trim()
      } catch (error) {
        throw new RegistrarDown(await reasonOf(error as NodeJS.ErrnoException), { cause: error })
      }
    },
    path,
    close() {
      closed = true
    },
  }
}

/** An address in a command: `sip:user@domain`, or the two words of it. @throws Error when they would become other words */
export function addressWord({ username, domain }: Aor): string {
  if (!WORD.test(username) || !WORD.test(domain)) throw new Error('the address cannot be sent to the command socket of Flexisip')
  return `sip:${username}@${domain}`
}

/** The command socket of the proxy that runs now. The file has no newline at its end; one does no harm. */
async function proxySocket(pidFile: string): Promise<string> {
  const pid = (await readFile(pidFile, 'utf8')).trim()
  if (!/^\d{1,10}$/.test(pid)) throw new Error(`${pidFile} does not hold a process id`)
  return `/tmp/flexisip-proxy-${pid}`
}

/** What an operator can do something about: that a question waited in vain, or whose the file is that may not be used. @internal for tests */
export async function reasonOf(error: NodeJS.ErrnoException): Promise<string> {
  if (error instanceof TurnTimeout) return `no turn within ${LONGEST_WAIT / 1000} s`
  const { code, message } = error
  const file = error.path ?? (error as { address?: string }).address
  if (code !== 'EACCES' || !file) return message
  const found = await stat(file).catch(() => undefined)
  const whose = found
    ? `it has mode ${(found.mode & 0o777).toString(8).padStart(4, '0')}, user ${found.uid} and group ${found.gid}`
    : 'its folder is closed'
  return `${message}: ${whose}, and this service is user ${userInfo().uid}`
}
