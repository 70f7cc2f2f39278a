import { type ChildProcess, spawn } from 'node:child_process'
import { refused, tryPush } from './attempt.js'
import { deviceIdentity, type KnownDevices } from './identity.js'
import { DEFAULT_TIMEOUT_MS, type PushLimits, type PushSender, type PushTarget } from './push.js'

export interface PusherOptions extends PushLimits {
  /** the flexisip_pusher program */
  path: string
  /** a service account file, handed to the pusher for fcm */
  fcmCredentialsFile?: string | undefined
  /** whom it may push to: the program itself does not ask */
  known?: KnownDevices | undefined
  /** how many may run at once; further pushes wait, within their time */
  maxProcesses?: number | undefined
}

/** The program finds its shared libraries by itself; nothing of our environment, secrets above all, is its business. */
const ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' }
const KEPT_OUTPUT = 2_000
const MAX_OUTPUT_BYTES = 1_048_576

/** What RFC 8599 and the push services allow; never blanks, never a dash in front: the program would read an option. */
const VALUE = /^[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%][A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]*$/

/**
 * Pushes by running flexisip_pusher, once for each push, with an argument list: no shell ever sees the values. Exit code 0 means delivered.
 */
export function pusherSender(options: PusherOptions): PushSender {
  const { path, fcmCredentialsFile, known = {}, timeoutMs = DEFAULT_TIMEOUT_MS, maxProcesses = 8 } = options
  const slots = processSlots(maxProcesses)
  return {
    identify: (target) => deviceIdentity(target, known),
    send: (target, token) =>
      tryPush(timeoutMs, async (signal) => {
        for (const [name, value] of [
          ['pn_param', target.param],
          ['pn_prid', target.prid],
        ] as const) {
          if (!VALUE.test(value))
            throw refused(`${name} cannot be used for a push: it starts with a dash, or holds characters that RFC 8599 does not allow.`)
        }
        deviceIdentity(target, known)
        const free = await slots.take(signal)
        try {
          await run(path, pusherArguments(target, token, fcmCredentialsFile), token, signal)
        } finally {
          free()
        }
      }),
  }
}

/** The command line as Flexisip documents it, without the program. */
function pusherArguments(target: PushTarget, token: string, fcmCredentialsFile?: string): string[] {
  return [
    '--pn-provider',
    target.provider,
    '--pn-param',
    target.param,
    '--pn-prid',
    target.prid,
    ...(target.provider.startsWith('apns') ? ['--apple-push-type', 'Background'] : []),
    ...(target.provider === 'fcm' && fcmCredentialsFile ? ['--key', fcmCredentialsFile] : []),
    '--customPayload',
    JSON.stringify({ token }),
  ]
}

/** @throws Error with the exit code, or the signal, and the start of what the program printed (without the token) */
function run(path: string, args: string[], token: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    // a process group of its own, so that what the program starts can be ended with it
    const child = spawn(path, args, { shell: false, detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: ENVIRONMENT, cwd: '/' })
    const kill = (): void => killGroup(child)
    let output = ''
    let bytes = 0
    const keep = (chunk: Buffer): void => {
      bytes += chunk.length
      if (output.length < KEPT_OUTPUT) output += chunk.toString('utf8')
      if (bytes > MAX_OUTPUT_BYTES) kill()
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    signal.addEventListener('abort', kill, { once: true })
    child.on('error', (error) => {
      signal.removeEventListener('abort', kill)
      reject(error)
    })
    // not 'close': that would wait for everything that still holds the pipes
    child.on('exit', (code, killedBy) => {
      signal.removeEventListener('abort', kill)
      kill()
      child.stdout.destroy()
      child.stderr.destroy()
      if (code === 0) resolve()
      else reject(new Error(`pusher: ${killedBy ?? `exit code ${code}`}: ${output.replaceAll(token, '…').slice(0, KEPT_OUTPUT).trim()}`))
    })
  })
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // the group has ended
  }
}

/** Lets at most `max` run at once, first come, first served. */
function processSlots(max: number): { take(signal: AbortSignal): Promise<() => void> } {
  let running = 0
  const waiting: (() => void)[] = []
  const free = (): void => {
    running--
    waiting.shift()?.()
  }
  return {
    async take(signal) {
      while (running >= max) {
        await new Promise<void>((resolve, reject) => {
          waiting.push(resolve)
          signal.addEventListener(
            'abort',
            () => {
              const place = waiting.indexOf(resolve)
              if (place >= 0) waiting.splice(place, 1)
              reject(new Error(`pusher: ${max} are running, none ended in time`))
            },
            { once: true },
          )
        })
      }
      running++
      return free
    },
  }
}
