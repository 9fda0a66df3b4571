// Which addresses lie in a network of one’s own, and which lead nowhere that an app could stand.
import { BlockList, isIP, isIPv6 } from 'node:net';

function listOf(ranges: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, bits] of ranges) list.addSubnet(net, bits, isIPv6(net) ? 'ipv6' : 'ipv4');
  return list;
}

/** RFC 1918, RFC 4193, RFC 6598 and this machine. */
const own = listOf([
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['::1', 128],
  ['fc00::', 7],
]);

/** What no app answers at: this network, link-local (with the metadata of clouds), multicast, reserved (RFC 6890). */
const nowhere = listOf([
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
  ['::', 128],
  ['64:ff9b::', 96],
  ['fe80::', 10],
  ['ff00::', 8],
]);

/** Where an IP address lies; an IPv4 address in the form of IPv6 counts as what it is. */
export function placeOfAddress(address: string): 'own' | 'public' | 'nowhere' {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  const plain = mapped ?? address;
  const family = isIP(plain);
  if (family === 0) return 'nowhere';
  const kind = family === 6 ? 'ipv6' : 'ipv4';
  if (nowhere.check(plain, kind)) return 'nowhere';
  return own.check(plain, kind) ? 'own' : 'public';
}

const ownName = /^[^.]+$|\.(local|lan|internal|home\.arpa|localhost)$/i;

/** Tells whether the host of an address is one of a network of one’s own, by its name or number. */
export function isOwnHost({ hostname }: URL): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? ownName.test(bare) : placeOfAddress(bare) === 'own';
}
