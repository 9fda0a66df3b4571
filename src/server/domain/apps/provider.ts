// The OpenID provider of each organization, loaded with the first app and kept while it is in use.
import { createHash, timingSafeEqual } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { assurances } from '../../../contract/permissions.ts';
import type { Context } from '../../context.ts';
import { organizations } from '../../database/schema.ts';
import { claimsOfScopes, readClaims } from './app-claims.ts';
import { issuerOf } from './list-apps.ts';
import { keepFor } from './provider-adapter.ts';
import { compareByHash, ownProperties } from './provider-client.ts';
import { readProviderKeys } from './provider-keys.ts';

/** So many are kept; the one that was not used for longest goes. One takes 35 kB. */
const most = 500;

/** The names of the provider’s cookies: the one that leads back to a sign-in on its way is of use, the others never are. */
export const providerCookies = {
  session: 'floorkey-app-session',
  interaction: 'floorkey-app-page',
  resume: 'floorkey-app-resume',
} as const;

const minutes = 60;
const hours = 60 * minutes;

/** @param path below the issuer */
export type FoundProvider = { provider: Provider; handle: ReturnType<Provider['callback']> };

/** SHA-256 of what the browser that has proven itself brings along. */
export function hashFinish(finish: string): string {
  return createHash('sha256').update(finish).digest('base64url');
}

/**
 * Whether the browser that goes on with a sign-in is the one in which somebody has proven who they are. Without this, a link
 * to a sign-in that was begun in another browser would sign that one in (RFC 9700, section 4.7).
 */
function isFinishedHere(ctx: KoaContextWithOIDC): boolean {
  const kept: unknown = ctx.oidc.result?.finishHash;
  const { finish } = ctx.query;
  if (typeof kept !== 'string' || typeof finish !== 'string') return false;
  const [given, wanted] = [Buffer.from(hashFinish(finish)), Buffer.from(kept)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function makeProvider(context: Context, organizationId: string): Promise<FoundProvider> {
  const { default: Provider, interactionPolicy, errors } = await import('oidc-provider');
  const { publicUrl, log } = context;
  const policy = interactionPolicy.base();
  policy
    .get('login')
    ?.checks.add(
      new interactionPolicy.Check(
        'proof',
        'a proof is asked for every time',
        'login_required',
        (ctx) => !isFinishedHere(ctx),
      ),
    );
  const secure = publicUrl.startsWith('https:');
  const cookie = { httpOnly: true, sameSite: 'lax', secure, signed: false } as const;
  const issuer = issuerOf(context, organizationId);
  const provider = new Provider(issuer, {
    adapter: (kind: string) => keepFor(context, organizationId, kind),
    jwks: await readProviderKeys(context, organizationId),
    findAccount: (ctx, sub) => ({
      accountId: sub,
      claims: async () => ({
        ...(await readClaims(
          context,
          organizationId,
          ctx.oidc.entities.Grant?.jti ?? '',
          ctx.oidc.client && Reflect.get(ctx.oidc.client, 'email_rule'),
        )),
        sub,
      }),
    }),
    interactions: {
      policy,
      url: (_ctx, { uid }) => `${publicUrl}/open-app/${organizationId}/${uid}`,
    },
    acrValues: assurances,
    scopes: ['openid', 'profile', 'email', 'roles'],
    claims: { ...claimsOfScopes, acr: null, amr: null, auth_time: null, sid: null, iss: null },
    // Many apps read no more than the ID token.
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    enabledJWA: {
      idTokenSigningAlgValues: ['RS256', 'ES256'],
      dPoPSigningAlgValues: ['ES256'],
      clientAuthSigningAlgValues: [],
    },
    // An app that sends none is an old one with a secret; the exact redirect address and the secret bind its codes.
    pkce: { required: (_ctx, client) => client.clientAuthMethod === 'none' },
    allowOmittingSingleRegisteredRedirectUri: false,
    extraClientMetadata: { properties: [...ownProperties] },
    clientBasedCORS: (_ctx, origin, client) =>
      client.clientAuthMethod === 'none' &&
      (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === origin),
    cookies: { names: providerCookies, long: cookie, short: cookie },
    // They end with the session behind them: `keepFor`.
    expiresWithSession: () => false,
    issueRefreshToken: () => true,
    // A refresh token that was taken and used shows by its second use.
    rotateRefreshToken: () => true,
    ttl: {
      AccessToken: 10 * minutes,
      AuthorizationCode: 60,
      IdToken: 1 * hours,
      Interaction: 10 * minutes,
      RefreshToken: 30 * 24 * hours,
      Grant: 30 * 24 * hours,
      Session: 10 * minutes,
    },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      // Ours: `end-app-session.ts`.
      rpInitiatedLogout: { enabled: false },
      introspection: {
        enabled: true,
        // An app asks of its own tokens alone.
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      revocation: { enabled: true },
      resourceIndicators: { enabled: false },
      pushedAuthorizationRequests: { enabled: true },
      dPoP: { enabled: true },
    },
    discovery: { end_session_endpoint: `${issuer}/session/end` },
    renderError: (ctx, out) => {
      // For a person: the page says what to do. Nothing of the request is repeated there.
      ctx.redirect(`${publicUrl}/open-app/failed?${new URLSearchParams({ error: String(out.error) })}`);
      ctx.status = 303;
    },
  });
  provider.proxy = true;
  compareByHash(provider.Client);
  provider.on('authorization.accepted', (ctx) => {
    // The app knows the session by the id that we know it by.
    const { client, result, session } = ctx.oidc;
    const grantId = result?.consent?.grantId;
    if (client && session && grantId) session.sidFor(client.clientId, grantId);
  });
  provider.on('server_error', (_ctx, error) => {
    if (!(error instanceof errors.OIDCProviderError))
      log.error({ err: error, organizationId }, 'a sign-in to an app failed');
  });
  return { provider, handle: provider.callback() };
}

const providersOf = new WeakMap<Context['database'], Map<string, Promise<FoundProvider>>>();

async function isThere({ database }: Context, organizationId: string): Promise<boolean> {
  const found = await database.lookUp
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.id, organizationId));
  return found.length === 1;
}

/** The provider of an organization; `null` where there is no such organization. @param organizationId in the form of an id */
export async function findProvider(context: Context, organizationId: string): Promise<FoundProvider | null> {
  const known = providersOf.get(context.database) ?? new Map<string, Promise<FoundProvider>>();
  providersOf.set(context.database, known);
  const kept = known.get(organizationId);
  if (!kept && !(await isThere(context, organizationId))) return null;
  const made = known.get(organizationId) ?? makeProvider(context, organizationId);
  known.delete(organizationId);
  known.set(organizationId, made);
  made.catch(() => known.delete(organizationId));
  const [oldest] = known.keys();
  if (known.size > most && oldest !== undefined) known.delete(oldest);
  return made;
}
