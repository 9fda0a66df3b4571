// An app as a client of its organization's OpenID provider (OpenID Connect Dynamic Client Registration 1.0, section 2).
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AdapterPayload, Client } from 'oidc-provider';
import type { SecretKeys } from '../../crypto/secret-keys.ts';
import type { apps } from '../../database/schema.ts';
import { hashAppSecret } from './app-secrets.ts';

/** What of ours the provider's clients carry. */
export const ownProperties = ['secret_hashes', 'email_rule'] as const;

/** Whether a secret is one of those in force, in constant time for each. */
function isSecretOf(client: Client, secret: string): boolean {
  const hashes: unknown = Reflect.get(client, 'secret_hashes');
  const given = hashAppSecret(secret);
  return (
    Array.isArray(hashes) &&
    hashes.some((hash) => {
      const kept = Buffer.from(String(hash), 'base64url');
      return kept.length === given.length && timingSafeEqual(kept, given);
    })
  );
}

/** Has a provider compare the hashes of secrets, of which an app may have two for a while. */
export function compareByHash(clients: { prototype: Client }): void {
  clients.prototype.compareClientSecret = function compare(this: Client, secret: string) {
    return isSecretOf(this, secret);
  };
}

/** @param secretHashes of the secrets in force */
export function clientOf(
  { appSigning }: SecretKeys,
  app: typeof apps.$inferSelect,
  secretHashes: readonly Buffer[],
): AdapterPayload {
  return {
    client_id: app.id,
    client_name: app.name,
    ...(app.isPublic
      ? { token_endpoint_auth_method: 'none' }
      : {
          token_endpoint_auth_method: 'client_secret_basic',
          // The provider wants one; none that anybody knows. See `compareByHash`.
          client_secret: createHmac('sha256', appSigning)
            .update(`no secret of ${app.id}`)
            .digest('base64url'),
        }),
    secret_hashes: secretHashes.map((hash) => hash.toString('base64url')),
    email_rule: app.email,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    response_modes: ['query'],
    redirect_uris: app.redirectUris,
    ...(app.logoutUri
      ? { backchannel_logout_uri: app.logoutUri, backchannel_logout_session_required: true }
      : {}),
  };
}
