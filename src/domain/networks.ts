import { BlockList, isIP } from 'node:net'
import { plainAddress } from './ip.js'

const BITS = { 4: 32, 6: 128 } as const
/** The bits of `::ffff:0:0/96`, below which IPv6 has the addresses of IPv4. */
const MAPPED_BITS = 96

/**
 * A network in CIDR notation, as it is stored: its address as `plainAddress` has it, with a prefix. A single address is a network of one.
 * @returns undefined for what is no network
 */
export function plainNetwork(text: string): string | undefined {
  const [address = '', prefix, ...more] = text.split('/')
  const version = isIP(address)
  if (version === 0 || address.includes('%') || more.length > 0) return undefined
  const plain = plainAddress(address)!
  const [longest, before] = [BITS[version as 4 | 6], isIP(plain) === version ? 0 : MAPPED_BITS]
  if (prefix !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(prefix)) return undefined
  const bits = prefix === undefined ? longest : Number(prefix)
  return bits >= before && bits <= longest ? `${plain}/${bits - before}` : undefined
}

/**
 * Whether an address is in one of the networks.
 * @param networks as `plainNetwork` writes them
 * @param ip as `plainAddress` writes it; what is no address is in none
 */
export function isWithin(networks: readonly string[], ip: string): boolean {
  const version = isIP(ip)
  if (version === 0) return false
  const family = version === 6 ? 'ipv6' : 'ipv4'
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    // a BlockList finds addresses of IPv4 in `::/0`, too
    if (isIP(address) === version) list.addSubnet(address, Number(bits), family)
  }
  return list.check(ip, family)
}
