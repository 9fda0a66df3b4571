// Numbers that the server goes by stand in the contract: texts ask it for them, so that none can say another one.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { linkMinutes, sayMinutes } from '../../src/contract/durations.ts';

const src = join(import.meta.dirname, '../../src');

/** A duration, a length or a count of tries, written out. */
const written =
  /\b(\d+|two|three|five|six|ten|fifteen|twenty)( more)? (hours?|minutes?|seconds?|days?|digits|characters|tries|wrong)\b/i;

/** What no rule of the server is behind: choices and their units, how phone numbers look, how long a first day takes. */
const free = [
  /^app\/admin\/organization\/auto-lock\.ts$/,
  /^app\/kiosk\/format-span\.ts$/,
  /phone|eleven|11 digits/i,
  /about ten minutes/,
  /within two seconds|within a second or two/,
  // The singular beside a number that is filled in.
  /works for 1 hour/,
];

const isComment = (line: string) => /^\s*(\/\/|\/?\*|\{\/\*)/.test(line);

it('lets texts take the numbers of rules from the contract', () => {
  const files = globSync(['app/**/*.{ts,tsx}', 'server/mail/languages/*.ts', 'server/domain/**/*.ts'], {
    cwd: src,
  });
  expect(files.length).toBeGreaterThan(300);
  const found = files.flatMap((file) =>
    readFileSync(join(src, file), 'utf8')
      .split('\n')
      .filter((line) => !isComment(line) && written.test(line.replace(/ \/\/ .*$/, '')))
      .filter((line) => !line.includes('sql`') && !/interval '/.test(line))
      .map((line) => ({ file, line: line.trim() })),
  );
  expect(found.filter(({ file, line }) => !free.some((one) => one.test(file) || one.test(line)))).toEqual([]);
});

it('says a number of minutes as users say it', () => {
  expect([10, 60, linkMinutes.invitation, 1].map(sayMinutes)).toEqual([
    '10 minutes',
    '1 hour',
    '72 hours',
    '1 minute',
  ]);
});
