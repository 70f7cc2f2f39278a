import { readFile } from 'node:fs/promises'
import { redisRegistrar } from './redisRegistrar.js'
import type { Registrar, RegistrarOptions } from './registrar.js'
import { socketRegistrar } from './socketRegistrar.js'

/**
 * The registrar at `redis://…` (Flexisip's Redis), `unix:/path` (its command socket) or `flexisip-pid:/path` (the command socket of the
 * process whose id is in this file). Connects to nothing yet.
 * @throws Error when the URL is none of these
 */
export function openRegistrar(url: string, options: RegistrarOptions): Registrar {
  if (/^rediss?:\/\//.test(url)) return redisRegistrar(url, options)
  const [, scheme, path] = /^(unix|flexisip-pid):(?:\/\/)?(\/.+)$/.exec(url) ?? []
  if (scheme === 'unix') return socketRegistrar(async () => path!, options)
  if (scheme === 'flexisip-pid') return socketRegistrar(() => proxySocket(path!), options)
  throw new Error("the registrar's URL must start with redis://, rediss://, unix:/ or flexisip-pid:/")
}

/** The command socket of the proxy that runs now. The file has no newline at its end; one does no harm. */
async function proxySocket(pidFile: string): Promise<string> {
  const pid = (await readFile(pidFile, 'utf8')).trim()
  if (!/^\d{1,10}$/.test(pid)) throw new Error(`${pidFile} does not hold a process id`)
  return `/tmp/flexisip-proxy-${pid}`
}
