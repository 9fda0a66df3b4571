// npm run recover -- password EMAIL [ORGANIZATION] | secret-key: the ways back in, for whoever has the server.
import { pino } from 'pino';
import { createHashing } from '../src/server/crypto/hashing.ts';
import { openChangeSignals } from '../src/server/database/change-signals.ts';
import { createAttemptLimits } from '../src/server/domain/access/attempt-limits.ts';
import { type Env, readEnv } from '../src/server/env.ts';
import { recoverPassword } from '../src/server/operator/recover-password.ts';
import { replaceSecretKey } from '../src/server/operator/replace-secret-key.ts';
import { runTool } from '../src/server/operator/run-tool.ts';
import { workBesideServer } from '../src/server/operator/tool-database.ts';
import { ToolRefusal } from '../src/server/operator/tool-refusal.ts';

const usage =
  'Say what is lost: npm run recover -- password EMAIL (a new password for this person; behind it ORGANIZATION where they are in several), or npm run recover -- secret-key (erases every PIN)';

async function recoverPasswordOf(env: Env, email: string, organization?: string): Promise<string[]> {
  const { password, name, organizationName, reinstated } = await workBesideServer(env, async (database) => {
    const signals = await openChangeSignals(
      database.connectionString,
      database.pool,
      pino({ level: 'silent' }),
    );
    const tools = {
      database,
      signals,
      hashing: await createHashing(),
      clock: () => new Date(),
      attemptLimits: createAttemptLimits(database.pool),
    };
    return recoverPassword(tools, email, organization).finally(() => signals.close());
  });
  return [
    `The new password of ${name} (${email}) at ${organizationName}, shown this once: ${password}`,
    `All their sessions and passkeys have ended.${reinstated ? ' They were suspended, and are active again.' : ''} Change the password after signing in.`,
  ];
}

await runTool(async () => {
  const [what, email, organization, ...more] = process.argv.slice(2);
  const env = readEnv(process.env);
  if (what === 'password' && email && more.length === 0) return recoverPasswordOf(env, email, organization);
  if (what === 'secret-key' && email === undefined) {
    const people = await replaceSecretKey(env, new Date());
    return [
      `The present secret key is the one of this database now. PINs erased: ${people}; each of these people needs a new one. Start the server now.`,
    ];
  }
  throw new ToolRefusal(usage);
});
