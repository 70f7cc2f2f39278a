import { Resolver } from 'node:dns/promises'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Finds the addresses of a name. @throws when there are none */
export type Resolve = (host: string, signal: AbortSignal) => Promise<string[]>

/** IPv4 that is not the public internet (RFC 6890 and the later registry). */
const PRIVATE_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]

/** What of 2000::/3 is not the public internet, or hides an IPv4 address: Teredo and others, documentation, 6to4. */
const PRIVATE_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

/** Whether an address is one that servers of strangers can have: nothing local, private, reserved or translated. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !blockList(PRIVATE_V4, 'ipv4').check(address, 'ipv4')
  if (isIP(address) !== 6 || address.includes('%')) return false
  return blockList([['2000::', 3]], 'ipv6').check(address, 'ipv6') && !blockList(PRIVATE_V6, 'ipv6').check(address, 'ipv6')
}

function blockList(subnets: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, family)
  return list
}

/** Asks the DNS, not the hosts file. The names come from strangers: a slow answer must not occupy a thread of the process. */
export const resolvePublic: Resolve = async (host, signal) => {
  const resolver = new Resolver({ timeout: 1_000, tries: 2 })
  const cancel = (): void => resolver.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const v4 = await resolver.resolve4(host).catch(() => [])
    if (v4.length > 0) return v4
    return await resolver.resolve6(host).catch((error: NodeJS.ErrnoException) => {
      throw new Error(`the DNS knows no address of ${host} (${error.code})`, { cause: error })
    })
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

/** A look-up that always says what was found before: the name is not asked for a second time. */
export function pinned(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_host, { all }, callback) => {
    if (all) callback(null, found)
    else callback(null, found[0]!.address, found[0]!.family)
  }
}
