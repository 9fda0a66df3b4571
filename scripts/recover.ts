// npm run recover -- password EMAIL [ORGANIZATION] | passkey-rule ORGANIZATION | secret-key: the ways back in, for whoever has the server.
import { pino } from 'pino';
import { createHashing } from '../src/server/crypto/hashing.ts';
import { openChangeSignals } from '../src/server/database/change-signals.ts';
import { createAttemptLimits } from '../src/server/domain/access/attempt-limits.ts';
import { type Env, readEnv } from '../src/server/env.ts';
import { liftPasskeyRule } from '../src/server/operator/lift-passkey-rule.ts';
import { recoverPassword } from '../src/server/operator/recover-password.ts';
import { replaceSecretKey } from '../src/server/operator/replace-secret-key.ts';
import { runTool } from '../src/server/operator/run-tool.ts';
import { workBesideServer } from '../src/server/operator/tool-database.ts';
import { ToolRefusal } from '../src/server/operator/tool-refusal.ts';

const usage =
  'Say what is lost: npm run recover -- password EMAIL (a new password for this user; add ORGANIZATION if the address has accounts in several), npm run recover -- passkey-rule ORGANIZATION (its users no longer need a passkey; give its name or id, or the address of one of its users), or npm run recover -- secret-key (erases every PIN)';

type Tools = Parameters<typeof recoverPassword>[0];

/** Does what a server that runs is to hear of. */
function workWithTools<T>(env: Env, work: (tools: Tools) => Promise<T>): Promise<T> {
  return workBesideServer(env, async (database) => {
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
    return work(tools).finally(() => signals.close());
  });
}

async function recoverPasswordOf(env: Env, email: string, organization?: string): Promise<string[]> {
  const { password, name, organizationName, reinstated } = await workWithTools(env, (tools) =>
    recoverPassword(tools, email, organization),
  );
  return [
    `The new password of ${name} (${email}) at ${organizationName}, shown this once: ${password}`,
    `All their sessions and passkeys have ended.${reinstated ? ' They were suspended, and are active again.' : ''} Change the password after signing in.`,
  ];
}

async function liftPasskeyRuleOf(env: Env, which: string): Promise<string[]> {
  const name = await workWithTools(env, (tools) => liftPasskeyRule(tools, which));
  return [`${name} no longer requires a passkey. A password alone is enough to sign in there.`];
}

await runTool(async () => {
  const [what, whose, organization, ...more] = process.argv.slice(2);
  const env = readEnv(process.env);
  if (what === 'password' && whose && more.length === 0) return recoverPasswordOf(env, whose, organization);
  if (what === 'passkey-rule' && whose && organization === undefined) return liftPasskeyRuleOf(env, whose);
  if (what === 'secret-key' && whose === undefined) {
    const people = await replaceSecretKey(env, new Date());
    return [
      `This database now uses the present secret key. PINs erased: ${people}; each of these users needs a new one. Start the server now.`,
    ];
  }
  throw new ToolRefusal(usage);
});
