// The addresses that requests come from: one spelling for each, and the networks that limits count them by.
import { isIPv4, isIPv6 } from 'node:net';

const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/** `a:b` of an IPv4 address inside an IPv6 one (RFC 4291, section 2.5.5.2), written with dots. */
function unmap(address: string): string {
  const [, high, low] = mapped.exec(address) ?? [];
  if (high === undefined || low === undefined) return address;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join('.');
}

/**
 * Reads an address as sockets and proxies write it: with or without a port, brackets, quotes, a zone, in any spelling.
 * @returns the one spelling (IPv4 with dots, IPv6 by RFC 5952); `null` where it is no address, such as "unknown" (RFC 7239, section 6)
 */
export function readAddress(text: string | undefined): string | null {
  const bare = text?.trim().replace(/^"(.*)"$/, '$1');
  if (!bare) return null;
  const [, inBrackets] = /^\[([^\]]*)\](?::[0-9]{1,5})?$/.exec(bare) ?? [];
  const [, beforePort] = /^([0-9.]+):[0-9]{1,5}$/.exec(bare) ?? [];
  const [address = ''] = (inBrackets ?? beforePort ?? bare).split('%');
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return null;
  const spelled = URL.parse(`http://[${address}]/`)?.hostname.slice(1, -1);
  return spelled === undefined ? null : unmap(spelled);
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): string[] {
  const [start = '', end] = address.split('::');
  const split = (part: string) => (part === '' ? [] : part.split(':'));
  if (end === undefined) return split(start);
  const [before, after] = [split(start), split(end)];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
}

/** A /48, which is what a site gets (RFC 6177), may do as much as so many places. */
const placesInSite = 8;

export type Network = {
  /** What is counted under. */
  readonly name: string;
  /** How many places it stands for: the limit of one place, so many times. */
  readonly places: number;
};

/**
 * What an address counts as: itself where it is IPv4. One of IPv6 counts as its /64, since whoever has one address there
 * has all of them, and as its /48 with a higher limit.
 * @param address from `readAddress`; `null` counts with all others whose address is not known
 */
export function networksOf(address: string | null): readonly Network[] {
  if (address === null || !isIPv6(address)) return [{ name: address ?? 'unknown', places: 1 }];
  const groups = groupsOf(address);
  return [
    { name: `${groups.slice(0, 4).join(':')}::/64`, places: 1 },
    { name: `${groups.slice(0, 3).join(':')}::/48`, places: placesInSite },
  ];
}
