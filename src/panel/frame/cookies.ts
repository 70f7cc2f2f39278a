import type { Context } from 'koa'
import { secretsEqual } from '../../auth/digest.js'
import { keyedHash } from '../../auth/secretBox.js'
import type { Platform } from '../../services/platform.js'

/** What the panel keeps in browsers. Each lasts until the browser is closed, at most; the chosen language a year. */
export type CookieName = 'session' | 'visitor' | 'flash' | 'once' | 'waiting' | 'second' | 'language'

/** Who comes by a link, from a mail say, arrives logged in, and is told why not: Lax. What only follows a form of ours is Strict. */
const SAME_SITE: Record<CookieName, 'Lax' | 'Strict'> = {
  session: 'Lax',
  visitor: 'Lax',
  flash: 'Lax',
  once: 'Strict',
  waiting: 'Strict',
  second: 'Strict',
  language: 'Lax',
}

/** The value as it was set. No check: see `readSigned`. */
export const readCookie = (ctx: Context, deps: Pick<Platform, 'config'>, name: CookieName): string | undefined =>
  ctx.cookies.get(fullName(deps, name), { signed: false }) || undefined

/** The value, if it is one that `setSigned` made under this name. */
export function readSigned(ctx: Context, deps: Pick<Platform, 'config' | 'keys'>, name: CookieName): string | undefined {
  const [value, signature, ...more] = readCookie(ctx, deps, name)?.split('.') ?? []
  if (value === undefined || signature === undefined || more.length > 0) return undefined
  return secretsEqual(sign(deps, name, value), signature) ? value : undefined
}

/** @param value without dots */
export const setSigned = (ctx: Context, deps: Pick<Platform, 'config' | 'keys'>, name: CookieName, value: string): void =>
  setCookie(ctx, deps, name, `${value}.${sign(deps, name, value)}`)

/**
 * Scripts cannot read it. Where the panel is reached by https it is sent by https alone, and `__Host-` has the browser refuse one that
 * another host of the domain has set (RFC 6265bis section 4.1.3.2).
 */
export function setCookie(ctx: Context, deps: Pick<Platform, 'config'>, name: CookieName, value: string, maxAge?: number): void {
  const age = maxAge === undefined ? '' : `; Max-Age=${maxAge}`
  const secure = isSecure(deps) ? '; Secure' : ''
  ctx.append('Set-Cookie', `${fullName(deps, name)}=${value}; Path=/; HttpOnly; SameSite=${SAME_SITE[name]}${secure}${age}`)
}

export const clearCookie = (ctx: Context, deps: Pick<Platform, 'config'>, name: CookieName): void => setCookie(ctx, deps, name, '', 0)

const isSecure = (deps: Pick<Platform, 'config'>): boolean => deps.config.publicUrl.startsWith('https:')
const fullName = (deps: Pick<Platform, 'config'>, name: CookieName): string => (isSecure(deps) ? `__Host-${name}` : name)
const sign = (deps: Pick<Platform, 'keys'>, name: CookieName, value: string): string => keyedHash(deps.keys.sessions, 'cookie', name, value)
