// The secrets by which apps prove who they are: made, shown once, replaced with an overlap, compared.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { and, eq, gt, isNull, or } from 'drizzle-orm';
import type { App } from '../../../contract/endpoints/apps.ts';
import type { Queries } from '../../database/database.ts';
import { appSecrets, apps } from '../../database/schema.ts';
import { hourMs } from '../../day.ts';
import { type Act, record } from '../access/act.ts';
import { ProblemError } from '../access/problem-error.ts';
import { requireWholeOrganization } from '../access/unit-scope.ts';
import { describeApp } from './list-apps.ts';

/** SHA-256 is enough: the secret holds 256 random bits (RFC 6749, section 10.10). */
export function hashAppSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Makes a secret. @returns it, to be shown once: only its hash is kept */
export async function addSecret(
  tx: Queries,
  app: { organizationId: string; appId: string },
  now: Date,
): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const row = { id: randomUUID(), ...app, secretHash: hashAppSecret(secret), createdAt: now };
  await tx.insert(appSecrets).values(row);
  return secret;
}

/**
 * Makes a new secret; those before it work for some hours more, so that the app can be given the new one meanwhile.
 * @throws ProblemError `not_found`, also for an app that has no secrets
 */
export async function makeAppSecret(
  act: Act,
  { appId, overlapHours }: { appId: string; overlapHours: number },
): Promise<{ app: App; secret: string }> {
  const { context, signedIn } = act;
  const { organizationId, user } = signedIn;
  const now = context.clock();
  return context.database.inOrganization(organizationId, async (tx) => {
    await requireWholeOrganization(tx, user.id, 'Apps are');
    const [app] = await tx.select().from(apps).where(eq(apps.id, appId)).for('update');
    if (app?.kind !== 'oidc' || app.isPublic)
      throw new ProblemError('not_found', 'There is no such app, or it needs no secret.');
    const endsAt = new Date(now.getTime() + overlapHours * hourMs);
    await tx
      .update(appSecrets)
      .set({ endsAt })
      // One that ends sooner goes on to do so.
      .where(and(eq(appSecrets.appId, appId), or(isNull(appSecrets.endsAt), gt(appSecrets.endsAt, endsAt))));
    const secret = await addSecret(tx, { organizationId, appId }, now);
    const about = { subjectId: appId, subject: app.name, detail: { overlapHours } };
    await record(tx, act, 'app.secret-made', about);
    return { app: await describeApp(tx, appId, now), secret };
  });
}
