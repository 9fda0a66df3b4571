// npm run backup -- FILE: writes a backup, while the server runs or not.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { secretKeyFile } from '../src/server/crypto/secret-keys.ts';
import { readEnv } from '../src/server/env.ts';
import { describeRows } from '../src/server/operator/describe-rows.ts';
import { runTool } from '../src/server/operator/run-tool.ts';
import { workBesideServer } from '../src/server/operator/tool-database.ts';
import { ToolRefusal } from '../src/server/operator/tool-refusal.ts';
import { writeBackup } from '../src/server/operator/write-backup.ts';

await runTool(async () => {
  const [name, ...more] = process.argv.slice(2);
  if (!name || more.length > 0) throw new ToolRefusal('Name the file to write: npm run backup -- FILE');
  const env = readEnv(process.env);
  const file = resolve(name);
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  const written = await workBesideServer(env, (database) =>
    writeBackup(database, file, { version: String(version), now: new Date() }),
  );
  const key = env.secretKey ? 'SECRET_KEY' : secretKeyFile(env.dataDir);
  return [
    `${file}: ${describeRows(written.rows)}, ${(written.bytes / 1e6).toFixed(1)} MB.`,
    `The secret key is not in it, and without it no PIN works: keep ${key}, too, in another place.`,
  ];
});
