// The table of passkeys: public keys (WebAuthn) that sign a user of one organization in.
import { bigint, index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { bytes, instant } from './columns.ts';
import { organizations } from './organizations.ts';
import { users } from './users.ts';

export const passkeys = pgTable(
  'passkeys',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    /** Made by the authenticator; it says at a sign-in whose passkey this is. */
    credentialId: bytes('credential_id').notNull(),
    /** COSE_Key (RFC 9052, section 7). */
    publicKey: bytes('public_key').notNull(),
    /** How often the authenticator signed, as it said last; many always say 0. */
    counter: bigint('counter', { mode: 'number' }).notNull(),
    /** How a browser reaches the authenticator: a hint for it alone. */
    transports: text('transports').array().notNull(),
    name: text('name').notNull(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at'),
  },
  (table) => [
    unique('passkeys_credential').on(table.credentialId),
    index('passkeys_user').on(table.userId, table.createdAt),
  ],
);
