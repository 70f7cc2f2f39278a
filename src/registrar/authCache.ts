import { addressWord, type CommandSocket } from './commandSocket.js'
import type { AuthCache } from './registrar.js'

/** How long a Flexisip that does not know the command is not asked again: it may be updated behind the same path. Milliseconds */
const UNKNOWN_MS = 600_000
/** a user and a domain that no account has (RFC 2606) */
const NOBODY = { username: 'check', domain: 'check.invalid' }

/** Flexisip's cache of passwords, by its command socket (`AUTH_CACHE_DELETE`, since 2.6). */
export function socketAuthCache(socket: CommandSocket): AuthCache {
  let unknown = { at: '', until: 0 }

  /** @returns whether this Flexisip knows the command */
  async function ask({ username, domain }: typeof NOBODY): Promise<boolean> {
    const answer = await socket.ask('AUTH_CACHE_DELETE', username, domain)
    if (answer === '') throw new Error('Flexisip answers nothing to AUTH_CACHE_DELETE')
    // any other error means that it remembered nothing
    return !/^error\b.*unknown command/i.test(answer)
  }

  return {
    async forget(aor) {
      addressWord(aor)
      const at = await socket.path().catch(() => '')
      if (at === unknown.at && performance.now() < unknown.until) return
      if (!(await ask(aor))) unknown = { at, until: performance.now() + UNKNOWN_MS }
    },
    async check() {
      const known = await ask(NOBODY)
      return known
        ? 'Flexisip forgets a password when it is changed'
        : 'this Flexisip does not know AUTH_CACHE_DELETE (2.6 and later do): an old password works there until cache-expire is over'
    },
  }
}
