import type { Context } from 'koa'
import type { Config } from '../config/config.js'

/** Whether the browser says that the request comes from a page of this service: from the host of PUBLIC_URL, or the one that it was sent to. */
export function isOwnOrigin(ctx: Context, { publicUrl }: Pick<Config, 'publicUrl'>, origin: string): boolean {
  if (!URL.canParse(origin)) return false
  const { host } = new URL(origin)
  return host !== '' && (host === ctx.host || host === new URL(publicUrl).host)
}
