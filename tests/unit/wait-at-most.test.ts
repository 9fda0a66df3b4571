// Waiting for work that may never answer.
import { describe, expect, it, vi } from 'vitest';
import { waitAtMost } from '../../src/device/store/wait-at-most.ts';

describe('waiting at most so long', () => {
  it('answers what the work answers when that is in time', async () => {
    expect(await waitAtMost(1000, Promise.resolve('done'))).toBe('done');
    await expect(waitAtMost(1000, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });

  it('goes on without an answer when time is up, and not a millisecond earlier', async () => {
    vi.useFakeTimers();
    const ended = vi.fn();
    void waitAtMost(1000, new Promise(() => undefined)).then(ended);
    await vi.advanceTimersByTimeAsync(999);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(ended).toHaveBeenCalledWith(undefined);
    vi.useRealTimers();
  });
});
