// Stopping a server: a failure of one part leaves none running, and a second signal ends the process at once.
// @vitest-environment node
import { expect, it, vi } from 'vitest';
import { answerSignals } from '../../src/server/answer-signals.ts';
import { stopAll } from '../../src/server/stop-all.ts';

it('stops every part in order, whatever fails, and then throws the first failure', async () => {
  const stopped: string[] = [];
  const part = (name: string, failure?: Error) => async () => {
    stopped.push(name);
    if (failure) throw failure;
  };
  const parts = [
    part('listener'),
    part('jobs', new Error('the jobs hang')),
    part('database', new Error('gone')),
    part('postgres'),
  ];
  await expect(stopAll(parts)).rejects.toThrow('the jobs hang');
  expect(stopped).toEqual(['listener', 'jobs', 'database', 'postgres']);
  await stopAll([part('nothing')]);
});

it('ends the process at once on a second signal, but takes one press that comes twice for one', async () => {
  const codes: number[] = [];
  let now = 0;
  const gate = Promise.withResolvers<number>();
  const signals = answerSignals(
    () => gate.promise,
    (code) => void codes.push(code),
    () => now,
  );
  expect(signals.isStopping()).toBe(false);
  const stopped = signals.take('SIGINT');
  expect(signals.isStopping()).toBe(true);
  now = 999;
  await signals.take('SIGINT');
  expect(codes).toEqual([]);
  now = 1000;
  await signals.take('SIGTERM');
  expect(codes).toEqual([1]);
  gate.resolve(0);
  await stopped;
  expect(codes).toEqual([1, 0]);
});

it('ends the process in bounded time after an error that nobody caught, also where a stop hangs already', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const codes: number[] = [];
  const signals = answerSignals(
    () => new Promise(() => {}),
    (code) => void codes.push(code),
  );
  void signals.take('SIGTERM');
  void signals.giveUp();
  expect(codes).toEqual([]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(codes).toEqual([1]);
  vi.useRealTimers();
});
