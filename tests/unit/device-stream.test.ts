// How a tablet reads the change stream, and how long it waits when the stream is gone.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOff } from '../../src/device/calls/back-off.ts';
import { createEventReader } from '../../src/device/sync/read-events.ts';

const stream =
  ': ping\n\nevent: changed\ndata: {}\n\nevent:revoked\r\ndata: one\r\ndata: two\r\n\r\ndata: bare\r\rid: 4\n\n';
const events = [
  { event: 'changed', data: '{}' },
  { event: 'revoked', data: 'one\ntwo' },
  { event: 'message', data: 'bare' },
];

describe('the change stream', () => {
  it('is read whole, with comments left out', () => {
    expect(createEventReader()(stream)).toEqual(events);
  });

  it('is read the same in whatever pieces it arrives', () => {
    void fc.assert(
      fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const read = createEventReader();
        const found = at.slice(1).flatMap((end, index) => read(stream.slice(at[index], end)));
        expect(found).toEqual(events);
      }),
    );
  });

  it('says nothing of an event that is not complete yet', () => {
    const read = createEventReader();
    expect(read('event: changed\ndata: {}\n')).toEqual([]);
    expect(read('\n')).toEqual([{ event: 'changed', data: '{}' }]);
  });
});

describe('the wait before the next attempt', () => {
  it('doubles from half a second and ends at 30 seconds', () => {
    expect([1, 2, 3].map((failures) => backOff(failures, 1))).toEqual([500, 1000, 2000]);
    expect(backOff(1000, 1)).toBe(30_000);
  });

  it('strays by half', () => {
    expect(backOff(3, 0)).toBe(1000);
  });
});
