import { isIP, isIPv4, SocketAddress } from 'node:net'

/** Proxies write `192.0.2.1:4711`, `[2001:db8::1]:4711` and `"[2001:db8::1]"`. */
const WITH_PORT = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$/
const MAPPED = '::ffff:'

/**
 * An IP address as it is counted, stored and logged: without port, brackets, quotes and zone, an IPv6 one in the form of RFC 5952, and
 * `::ffff:192.0.2.1` as the IPv4 address that it is.
 * @returns undefined for what is no IP address
 */
export function plainAddress(text: string): string | undefined {
  if (isIPv4(text)) return text
  if (text.startsWith(MAPPED) && isIPv4(text.slice(MAPPED.length))) return text.slice(MAPPED.length)
  if (text.length > 64) return undefined
  const bare = text.trim().replace(/^"(.*)"$/, '$1')
  const found = WITH_PORT.exec(bare)
  const address = (found?.[1] ?? found?.[2] ?? bare).split('%', 1)[0]!
  const version = isIP(address)
  if (version !== 6) return version === 4 ? address : undefined
  const canonical = new SocketAddress({ address, family: 'ipv6' }).address
  return canonical.startsWith(MAPPED) ? canonical.slice(MAPPED.length) : canonical
}

/** What a client's address is counted by: an IPv4 address as it is, of an IPv6 address the first 64 bits, which one customer has to itself (RFC 6177). */
export const addressBlock = (ip: string): string => (ip.includes(':') ? prefix(ip, 4) : ip.slice(0, 64))

/** The first 48 bits of an IPv6 address, of which a customer may have that many too; undefined for IPv4. */
export const widerBlock = (ip: string): string | undefined => (ip.includes(':') ? prefix(ip, 3) : undefined)

/** The network that an address is of, about as much as one provider has: the first 16 bits of IPv4, 32 of IPv6. */
export const networkOf = (ip: string): string => (ip.includes(':') ? prefix(ip, 2) : ip.split('.', 2).join('.'))

/** The first 16-bit groups of an IPv6 address, as a prefix. */
function prefix(ip: string, count: 2 | 3 | 4): string {
  const [head = '', tail] = ip.split('%', 1)[0]!.toLowerCase().split('::', 2)
  const groups = head === '' ? [] : head.split(':')
  if (tail !== undefined) {
    const after = tail === '' ? [] : tail.split(':')
    while (groups.length + after.length < 8 - (tail.includes('.') ? 1 : 0)) groups.push('0')
    groups.push(...after)
  }
  const first = groups.slice(0, count).map((group) => group.replace(/^0+(?=.)/, ''))
  return `${first.join(':').slice(0, 60)}::/${count * 16}`
}

/** How much of an address the log may have. */
export type LoggedAddresses = 'full' | 'short' | 'none'

/** An address as the log has it: `short` are the first 24 bits of IPv4 and 48 of IPv6, enough to see a network and not a person. */
export function loggedAddress(ip: string, how: LoggedAddresses): string | undefined {
  if (how === 'full') return ip
  if (how === 'none') return undefined
  return widerBlock(ip) ?? ip.replace(/\.\d+$/, '.0/24')
}
