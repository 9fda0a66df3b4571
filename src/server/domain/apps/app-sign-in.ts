// Going on with a sign-in to an app: who asks is proven by their session, and on a device by its key, every time.
import { randomBytes, randomUUID } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import * as z from 'zod';
import { type Assurance, assurances, isAssured } from '../../../contract/permissions.ts';
import type { Queries } from '../../database/database.ts';
import { appSessions, apps, devices, users } from '../../database/schema.ts';
import { type Act, record } from '../access/act.ts';
import { ProblemError } from '../access/problem-error.ts';
import { requireOwnSecret, type SignedIn } from '../access/signed-in.ts';
import { stepUpMs } from '../access/step-up.ts';
import { pinSessionAbsoluteMs } from '../pins/pin-session.ts';
import { type FoundProvider, findProvider, hashFinish } from './provider.ts';
import { keepFor } from './provider-adapter.ts';
import { mayOpenApp } from './who-may-open.ts';

const paramsSchema = z.object({
  client_id: z.string(),
  scope: z.string().optional(),
  acr_values: z.string().optional(),
  max_age: z.coerce.number().optional(),
  prompt: z.string().optional(),
});

type Interaction = NonNullable<Awaited<ReturnType<typeof findInteraction>>>;

const closed = () =>
  new ProblemError(
    'not_found',
    'This sign-in is over, or was started in another browser. Open the app again.',
  );

function findInteraction({ provider }: FoundProvider, signInId: string) {
  return provider.Interaction.find(signInId);
}

/** A sign-in that is open. @throws ProblemError `not_found` */
async function findOpen({ context, signedIn }: Act, signInId: string) {
  const { organizationId } = signedIn;
  // Looked at first: whoever asks for nothing must not have a provider made, with its keys.
  const isWaiting = await keepFor(context, organizationId, 'Interaction').find(signInId);
  const found = isWaiting ? await findProvider(context, organizationId) : null;
  const interaction = found && (await findInteraction(found, signInId));
  // One that was answered before and asks again would ask for ever.
  if (!interaction || interaction.result || interaction.lastSubmission) throw closed();
  return { provider: found.provider, interaction, params: paramsSchema.parse(interaction.params) };
}

/** The app, if the one who asks may open it where they are. @throws ProblemError `permission_missing` */
async function findOpenable(tx: Queries, { user, deviceId, organizationId }: SignedIn, appId: string) {
  const [app] = await tx
    .select({ id: apps.id, name: apps.name })
    .from(apps)
    .innerJoin(users, eq(users.id, user.id))
    .leftJoin(devices, deviceId === null ? sql`false` : eq(devices.id, deviceId))
    .where(and(eq(apps.id, appId), eq(apps.organizationId, organizationId), mayOpenApp));
  if (app) return app;
  throw new ProblemError(
    'permission_missing',
    deviceId === null
      ? 'You can’t open this app. Ask an admin of your organization.'
      : 'You can’t open this app on this tablet. Ask a manager.',
  );
}

/** When the one who asks last proved who they are. */
function provenAt({ kind, expiresAt, steppedUpAt }: SignedIn): Date {
  if (kind === 'pin') return new Date(expiresAt.getTime() - pinSessionAbsoluteMs);
  return steppedUpAt ?? new Date(0);
}

const isAssurance = (name: string): name is Assurance => assurances.some((one) => one === name);

/**
 * The app may ask for more than a PIN (RFC 9470, section 4): the weakest of what it names will do.
 * @throws ProblemError that says what to do
 */
function requireAsked(signedIn: SignedIn, acrValues: string | undefined): void {
  const asked = (acrValues ?? '').split(' ').filter(isAssurance);
  if (asked.length === 0 || asked.some((one) => isAssured(signedIn.assurance, one))) return;
  if (signedIn.kind === 'pin')
    throw new ProblemError(
      'assurance_too_low',
      'This app needs more than a PIN. Sign in with your password.',
    );
  if (signedIn.hasPasskey) throw new ProblemError('step_up_required', 'Use your passkey to continue.');
  throw new ProblemError('assurance_too_low', 'This app needs a passkey. Add one under My User Account.');
}

/** The app may ask for a proof that is fresh. @throws ProblemError `step_up_required` */
function requireFresh(
  signedIn: SignedIn,
  { iat }: Pick<Interaction, 'iat'>,
  { max_age: maxAge, prompt }: z.infer<typeof paramsSchema>,
  now: Date,
): void {
  const wantsLogin = prompt?.split(' ').includes('login') === true;
  if (maxAge === undefined && !wantsLogin) return;
  const at = provenAt(signedIn).getTime();
  // Entered since the app asked, or so recently as it allows. A PIN is never entered anew on the way.
  const allowed = signedIn.kind === 'pin' && wantsLogin ? stepUpMs : (maxAge ?? 0) * 1000;
  if (at >= iat * 1000 || now.getTime() - at <= allowed) return;
  throw new ProblemError(
    'step_up_required',
    signedIn.kind === 'pin'
      ? 'This app wants your PIN again. Lock the tablet, enter your PIN, and open the app.'
      : 'Confirm your password to continue.',
  );
}

/** RFC 8176. */
const methods = { pin: ['pin'], password: ['pwd'], passkey: ['pop', 'user'] };

/** Leads only the browser of the one who asked on: whoever started the sign-in elsewhere has not got this. */
function finishIn(interaction: Interaction): { hash: string; continueAt: string } {
  const finish = randomBytes(32).toString('base64url');
  return {
    hash: hashFinish(finish),
    continueAt: `${interaction.returnTo}?${new URLSearchParams({ finish })}`,
  };
}

const remaining = ({ exp }: Interaction) => Math.max(1, exp - Math.floor(Date.now() / 1000));

/**
 * Signs the one who asks in to the app that waits.
 * @returns where their browser goes on
 * @throws ProblemError `not_found`, `permission_missing`, `assurance_too_low`, `step_up_required`, `change_required`
 */
export async function continueAppSignIn(act: Act, signInId: string) {
  const { context, signedIn } = act;
  const { organizationId, user, sessionId, kind, deviceId, assurance } = signedIn;
  requireOwnSecret(signedIn);
  const { provider, interaction, params } = await findOpen(act, signInId);
  const now = context.clock();
  const id = randomUUID();
  const app = await context.database.inOrganization(organizationId, async (tx) => {
    const found = await findOpenable(tx, signedIn, params.client_id);
    requireAsked(signedIn, params.acr_values);
    requireFresh(signedIn, interaction, params, now);
    await tx.insert(appSessions).values({
      id,
      organizationId,
      appId: found.id,
      userId: user.id,
      deviceId,
      // A session that has ended meanwhile is not there to hang on.
      pinSessionId: kind === 'pin' ? sessionId : null,
      accountSessionId: kind === 'account' ? sessionId : null,
      assurance,
      openedAt: now,
    });
    await record(tx, act, 'app.opened', { subjectId: found.id, subject: found.name });
    return found;
  });
  const grant = Object.assign(new provider.Grant({ accountId: user.id, clientId: app.id }), { jti: id });
  grant.addOIDCScope(params.scope ?? 'openid');
  await grant.save();
  const { hash, continueAt } = finishIn(interaction);
  interaction.result = {
    login: {
      accountId: user.id,
      acr: assurance,
      amr: methods[assurance],
      ts: Math.floor(provenAt(signedIn).getTime() / 1000),
      remember: false,
    },
    consent: { grantId: id },
    finishHash: hash,
  };
  await interaction.save(remaining(interaction));
  return { app, continueAt };
}

/** Leads the one who asks back to the app without a sign-in. @throws ProblemError `not_found` */
export async function refuseAppSignIn(act: Act, signInId: string) {
  const { context, signedIn } = act;
  const { interaction, params } = await findOpen(act, signInId);
  const [app] = await context.database.inOrganization(signedIn.organizationId, (tx) =>
    tx
      .select({ id: apps.id, name: apps.name })
      .from(apps)
      .where(eq(apps.id, z.uuid().parse(params.client_id))),
  );
  if (!app) throw closed();
  const { hash, continueAt } = finishIn(interaction);
  // RFC 9470, section 5, where the app asked for more than there was; else the user did not want to.
  const error = params.acr_values ? 'unmet_authentication_requirements' : 'access_denied';
  interaction.result = { error, error_description: 'The user did not sign in.', finishHash: hash };
  await interaction.save(remaining(interaction));
  return { app, continueAt };
}
