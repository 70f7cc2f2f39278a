/**
 * What a client's address is counted by: an IPv4 address as it is, of an IPv6 address the first 64 bits, which one customer has to itself
 * (RFC 6177). `::ffff:192.0.2.1` is the IPv4 address. A text that is not an address stays as it is, cut.
 */
export function addressBlock(ip: string): string {
  if (!ip.includes(':')) return ip.slice(0, 64)
  const plain = ip.split('%', 1)[0]!.toLowerCase()
  const mapped = /^(?:0*:){2,6}ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)
  if (mapped) return mapped[1]!
  const [head = '', tail] = plain.split('::', 2)
  const groups = head === '' ? [] : head.split(':')
  if (tail !== undefined) {
    const after = tail === '' ? [] : tail.split(':')
    while (groups.length + after.length < 8 - (tail.includes('.') ? 1 : 0)) groups.push('0')
    groups.push(...after)
  }
  const first = groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''))
  return `${first.join(':').slice(0, 60)}::/64`
}
