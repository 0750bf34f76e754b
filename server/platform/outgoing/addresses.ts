import { BlockList, isIP } from 'node:net'

/** Where the product itself may call, so that an address in a setting opens nobody's inner network. */

const never = listOf([
  // nowhere, this link (where clouds answer with their keys), many at once
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['fe80::', 10],
  ['ff00::', 8],
])
const inner = listOf([
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fec0::', 10],
])

const internet = listOf([['2000::', 3]])
/** IPv4 written as IPv6; the lists of IPv4 above hold for it too. */
const mapped = listOf([['::ffff:0:0', 96]])

function listOf(subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList()
  for (const [address, bits] of subnets) list.addSubnet(address, bits, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return list
}

/** Whose an address is: anybody's in the internet, our own network's, or one that nothing may call. */
export type Reach = 'public' | 'inner' | 'never'

/** @param address as numbers, IPv4 or IPv6; an IPv4 address written as IPv6 is judged as what it is */
export function reachOf(address: string): Reach {
  const version = isIP(address)
  if (version === 0 || address.includes('%')) return 'never'
  const family = version === 6 ? 'ipv6' : 'ipv4'
  if (never.check(address, family)) return 'never'
  if (inner.check(address, family)) return 'inner'
  // Whatever else IPv6 has, only this part of it is the internet.
  return version === 4 || internet.check(address, family) || mapped.check(address, family) ? 'public' : 'inner'
}

/** The host of an address as it is compared: lower case, without the brackets of IPv6 and the dot at the end. */
export function hostOf(url: URL): string {
  return url.hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
}
