import { lookup as resolve, type LookupAddress } from 'node:dns'
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net'

/**
 * Where no stranger's service can be: this machine, private and link-local networks with their metadata services, multicast and
 * what is reserved. From the IANA special-purpose address registries (RFC 6890 and its updates); IPv4 addresses written as IPv6
 * are compared as IPv4 by Node. What carries an IPv4 address inside (NAT64, 6to4, Teredo) could lead back in, so it is refused whole.
 */
const inner = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Azure's metadata service has a public address.
  ['168.63.129.16', 32],
] as const)
  inner.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  inner.addSubnet(network, prefix, 'ipv6')

let allowed = new BlockList()

/**
 * Tells webhooks which inner networks they may reach all the same, as `address/prefix`; `main` does it once in each process. Throws
 * for what is no network. Without it they reach none.
 */
export function bindWebhooks(options: { readonly innerNetworks: readonly string[] }): void {
  const networks = new BlockList()
  for (const network of options.innerNetworks) {
    const [address = '', prefix] = network.split('/')
    networks.addSubnet(address, Number(prefix), isIPv6(address) ? 'ipv6' : 'ipv4')
  }
  allowed = networks
}

/** Whether a webhook may be sent to this address; what is no address is not one of those that may. */
export function mayReach(address: string): boolean {
  const bare = address.split('%')[0] ?? ''
  if (isIP(bare) === 0) return false
  const family = isIPv6(bare) ? 'ipv6' : 'ipv4'
  return !inner.check(bare, family) || allowed.check(bare, family)
}

/** What stands in a delivery's `lastError` when its receiver's name led inside. */
export class InnerAddress extends Error {
  readonly code = 'INNER_ADDRESS'
  constructor() {
    super('the address is inside our own network')
  }
}

/**
 * Resolves the name of a receiver for the very connection that is being made, and gives the socket only addresses that a webhook may
 * reach: what was checked is what is connected to, so a name that changes its mind in between gains nothing.
 */
export const lookupOutside: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '')
    const [first, ...rest] = addresses.filter(({ address }) => mayReach(address))
    if (!first) return callback(new InnerAddress(), '')
    if (options.all) callback(null, [first, ...rest])
    else callback(null, first.address, first.family)
  })
}

/** Every address behind a host name; an address is itself. Rejects with the code of the resolver. */
export const addressesOf = (host: string): Promise<string[]> => {
  const bare = host.replace(/^\[|\]$/g, '')
  if (isIP(bare)) return Promise.resolve([bare])
  return new Promise((found, failed) => {
    resolve(bare, { all: true }, (error, addresses: LookupAddress[]) =>
      error ? failed(error) : found(addresses.map(({ address }) => address)),
    )
  })
}
