import { socketAuthCache } from './authCache.js'
import { type CommandSocket, openCommandSocket } from './commandSocket.js'
import { redisRegistrar } from './redisRegistrar.js'
import type { AuthCache, Registrar, RegistrarOptions } from './registrar.js'
import { socketRegistrar } from './socketRegistrar.js'

/** What of Flexisip is configured. */
export interface Flexisip {
  /** undefined: without a registrar */
  registrar: Registrar | undefined
  /** undefined: without a command socket */
  authCache: AuthCache | undefined
  close(): Promise<void>
}

/**
 * The registrar at `redis://…` (Flexisip's Redis), `unix:/path` (its command socket) or `flexisip-pid:/path` (the command socket of the
 * process whose id is in this file), and the cache of passwords behind that socket, or behind another. Connects to nothing yet.
 * @throws Error when a URL is none of these
 */
export function openFlexisip(registrarUrl: string | undefined, socketUrl: string | undefined, options: RegistrarOptions): Flexisip {
  const opened = new Map<string, CommandSocket>()
  const socketAt = (url: string): CommandSocket => {
    const socket = opened.get(url) ?? openCommandSocket(url, options.timeoutMs)
    if (!socket) throw new Error("the registrar's URL must start with redis://, rediss://, unix:/ or flexisip-pid:/")
    opened.set(url, socket)
    return socket
  }
  const isRedis = registrarUrl !== undefined && /^rediss?:\/\//.test(registrarUrl)
  const registrar = registrarUrl && (isRedis ? redisRegistrar(registrarUrl, options) : socketRegistrar(socketAt(registrarUrl), options))
  const cacheUrl = socketUrl ?? (isRedis ? undefined : registrarUrl)
  return {
    registrar: registrar || undefined,
    authCache: cacheUrl ? socketAuthCache(socketAt(cacheUrl)) : undefined,
    async close() {
      for (const socket of opened.values()) socket.close()
      if (registrar) await registrar.close()
    },
  }
}

/** The registrar alone. @throws Error as `openFlexisip` does. @internal for tests */
export const openRegistrar = (url: string, options: RegistrarOptions): Registrar => openFlexisip(url, undefined, options).registrar!
