import type { Context } from 'koa'
import type { Caller } from '../caller.js'
import { type Actor, ANONYMOUS, actorOf } from '../caller.js'
import { plainAddress } from '../domain/ip.js'
import { DEFAULT_LANGUAGE, LANGUAGE_NAMES, type Language } from '../texts/languages.js'

/** Each value is looked up when it is asked for: most operations need none. */
class RequestCaller implements Caller {
  // a class, as getters of an object literal get a hidden class of their own for every request, which keeps it alive until the next full collection
  constructor(
    private readonly ctx: Context,
    private readonly chosen: Language | undefined,
  ) {}

  get ip(): string {
    return clientAddress(this.ctx)
  }

  get userAgent(): string | undefined {
    return this.ctx.get('User-Agent').slice(0, 255) || undefined
  }

  get language(): Language {
    return this.chosen ?? ((this.ctx.acceptsLanguages(LANGUAGE_NAMES) as Language | false) || DEFAULT_LANGUAGE)
  }

  get actor(): Actor {
    const { principal } = this.ctx.state
    return principal ? actorOf(principal.account) : ANONYMOUS
  }

  get requestId(): string | null {
    return this.ctx.state.requestId
  }
}

/** @param chosen the language that a person has chosen on a page: it beats Accept-Language */
export const callerOf = (ctx: Context, chosen?: Language): Caller => new RequestCaller(ctx, chosen)

/** The IP address of a client, as the nearest TRUST_PROXY proxies tell it. What they tell that is no IP address counts as their own. */
export const clientAddress = (ctx: Context): string => plainAddress(ctx.ip) ?? peerAddress(ctx)

/** The IP address at the other end of the connection; empty once that is gone. */
export const peerAddress = (ctx: Context): string => plainAddress(ctx.req.socket.remoteAddress ?? '') ?? ''
