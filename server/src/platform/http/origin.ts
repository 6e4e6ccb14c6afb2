import { BlockList, isIP, isIPv6 } from 'node:net'

/** Groups of an IPv6 address that name a network; whoever has one has all addresses in it (RFC 6177). */
const NETWORK_GROUPS = 4
const GROUPS = 8

/**
 * What counts as one place for limits: an IPv4 address, or the /64 network of an IPv6 address, because the rest of it costs its owner
 * nothing to change. An address of this machine stays as it is: its network is nobody's.
 */
export function originOf(address: string): string {
  const bare = address.split('%')[0] ?? ''
  if (!isIPv6(bare) || isThisMachine(bare)) return bare
  // The URL standard writes every address in one way: short, lower case, hexadecimal.
  const [head = '', tail] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split('::')
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const zeros = Array<string>(tail === undefined ? 0 : GROUPS - before.length - after.length).fill('0')
  const groups = [...before, ...zeros, ...after]
  const isIPv4 = groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff'
  return (isIPv4 ? groups : groups.slice(0, NETWORK_GROUPS)).join(':')
}

const thisMachine = new BlockList()
thisMachine.addSubnet('127.0.0.0', 8)
thisMachine.addAddress('::1', 'ipv6')

/** Whether an address is a loopback address: what knocks from there runs beside us. */
export const isThisMachine = (address: string): boolean =>
  isIP(address) > 0 && thisMachine.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
