// How connections are shared out: between groups, and among the members of one.
import { expect, it } from 'vitest';
import { shareConnections } from '../../src/server/database/connection-shares.ts';
import { patientLimits } from '../../src/server/fair-queue.ts';

const settle = () => new Promise(setImmediate);

it('gives a device that asks for many connections one at a time, and its organization the others', async () => {
  const shares = shareConnections(8, patientLimits);
  const got: string[] = [];
  const ask = (member?: string) =>
    shares.take('shop', member).then((giveBack) => {
      got.push(member ?? 'admin');
      return giveBack;
    });
  const [first] = [ask('tablet'), ask('tablet'), ask('tablet'), ask('other tablet'), ask()];
  await settle();
  expect(got).toEqual(['tablet', 'other tablet', 'admin']);
  const giveBack = await first;
  giveBack();
  await settle();
  expect(got).toEqual(['tablet', 'other tablet', 'admin', 'tablet']);
});
