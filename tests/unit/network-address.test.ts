// Where requests come from: one spelling for an address, and what it counts as.
// @vitest-environment node
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networksOf, readAddress } from '../../src/server/network-address.ts';

describe('an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:4711', '203.0.113.7'],
    [' 203.0.113.7 ', '203.0.113.7'],
    ['"203.0.113.7:80"', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:cb00:7107', '203.0.113.7'],
    ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
    ['[::ffff:203.0.113.7]:4711', '203.0.113.7'],
    ['[2001:DB8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['2001:0db8:0:0:0:0:0:1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::1', '::1'],
  ])('%s is read as %s', (written, address) => {
    expect(readAddress(written)).toBe(address);
  });

  it.each([
    '',
    'unknown',
    '_hidden',
    '203.0.113',
    '203.0.113.256',
    '203.0.113.7:port',
    '[2001:db8::1',
    'x'.repeat(10_000),
    undefined,
  ])('is not read out of %s', (written) => {
    expect(readAddress(written)).toBeNull();
  });

  it('has one spelling, which is read as itself', () => {
    void fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        const read = readAddress(address);
        expect(read).not.toBeNull();
        expect(readAddress(read ?? '')).toBe(read);
      }),
    );
  });
});

describe('a limit counts', () => {
  it('an IPv4 address as itself', () => {
    expect(networksOf('203.0.113.7')).toEqual([{ name: '203.0.113.7', places: 1 }]);
  });

  it('an IPv6 address as its /64, and as its /48 with a higher limit', () => {
    expect(networksOf('2001:db8:1:2:3:4:5:6')).toEqual([
      { name: '2001:db8:1:2::/64', places: 1 },
      { name: '2001:db8:1::/48', places: 8 },
    ]);
    expect(networksOf('2001:db8:1:2::9')).toEqual(networksOf('2001:db8:1:2:3:4:5:6'));
    expect(networksOf('2001:db8:1:3::9')[1]).toEqual(networksOf('2001:db8:1:2::9')[1]);
    expect(networksOf('::1').map(({ name }) => name)).toEqual(['0:0:0:0::/64', '0:0:0::/48']);
  });

  it('all addresses that nobody knows as one', () => {
    expect(networksOf(null)).toEqual([{ name: 'unknown', places: 1 }]);
  });
});
