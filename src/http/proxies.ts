import { BlockList, isIPv6 } from 'node:net'
import type { Context, Middleware } from 'koa'
import type { Platform } from '../services/platform.js'
import { peerAddress } from './caller.js'

/** How often the log says so. Milliseconds. */
const SAID_EVERY = 60_000

/** Addresses that a proxy of one's own has: loopback, RFC 1918, RFC 6598, link-local, RFC 4193. */
const NEAR = new BlockList()
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
] as const)
  NEAR.addSubnet(network, bits, 'ipv4')
NEAR.addAddress('::1', 'ipv6')
NEAR.addSubnet('fc00::', 7, 'ipv6')
NEAR.addSubnet('fe80::', 10, 'ipv6')

/**
 * Warns, once a minute at most, when requests do not come as TRUST_PROXY says: by a proxy that is not counted, so that all clients are one address and one of
 * them shuts out all others; or by none, so that a client that says another address each time is limited by nothing.
 */
export function watchProxies({ config, log, clock }: Pick<Platform, 'config' | 'log' | 'clock'>): Middleware {
  const { trustProxy = 0 } = config
  let saidAt = Number.NEGATIVE_INFINITY
  return (ctx, next) => {
    const fault = trustProxy === 0 ? unexpectedProxy(ctx) : missingProxy(ctx)
    if (fault && clock.now() - saidAt >= SAID_EVERY) {
      saidAt = clock.now()
      log.warn({ event: 'proxy_unexpected', trust_proxy: trustProxy, peer: peerAddress(ctx) }, fault)
    }
    return next()
  }
}

function unexpectedProxy(ctx: Context): string | undefined {
  const { headers } = ctx.req
  if (headers['x-forwarded-for'] === undefined && headers.forwarded === undefined) return undefined
  const peer = peerAddress(ctx)
  if (peer === '' || !NEAR.check(peer, isIPv6(peer) ? 'ipv6' : 'ipv4')) return undefined // any client can send the header
  return 'a request came by a proxy, and TRUST_PROXY is 0: all clients are one address to the limits. Set it to the number of proxies'
}

function missingProxy(ctx: Context): string | undefined {
  // a load balancer asks by itself whether the service is healthy
  if (ctx.req.headers['x-forwarded-for'] !== undefined || ctx.path.startsWith('/api/health/')) return undefined
  return 'a request came without X-Forwarded-For, and TRUST_PROXY is not 0: let nobody reach the service but by the proxy'
}
