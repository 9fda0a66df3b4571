// npm run restore -- FILE [--erase-pins]: puts a backup into an empty database, while no server runs.
import { resolve } from 'node:path';
import { readEnv } from '../src/server/env.ts';
import { describeRows } from '../src/server/operator/describe-rows.ts';
import { restoreBackup } from '../src/server/operator/restore-backup.ts';
import { runTool } from '../src/server/operator/run-tool.ts';
import { ToolRefusal } from '../src/server/operator/tool-refusal.ts';

await runTool(async () => {
  const words = process.argv.slice(2);
  const withoutPins = words.includes('--erase-pins');
  const [name, ...more] = words.filter((word) => word !== '--erase-pins');
  if (!name || more.length > 0 || name.startsWith('--')) {
    throw new ToolRefusal(
      'Name the backup: npm run restore -- FILE (and --erase-pins if the secret key is lost)',
    );
  }
  const { header, rows, pinsErased } = await restoreBackup(readEnv(process.env), resolve(name), {
    now: new Date(),
    withoutPins,
  });
  return [
    `Restored ${describeRows(rows)}, as they were at ${header.createdAt}. Start the server now.`,
    'Check the user and device lists: whatever was revoked, suspended or changed after that is as it was before.',
    ...(pinsErased > 0 ? [`PINs erased: ${pinsErased}. Each of these users needs a new one.`] : []),
  ];
});
