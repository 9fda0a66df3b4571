// The table of mails: what is to be sent, what was, and what could not be.
import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { languages } from '../../../contract/languages.ts';
import { bytes, instant } from './columns.ts';
import { organizations } from './organizations.ts';
import { users } from './users.ts';

export const mails = pgTable(
  'mails',
  {
    id: uuid('id').primaryKey(),
    /** `null` for mails that concern no organization yet. */
    organizationId: uuid('organization_id').references(() => organizations.id),
    userId: uuid('user_id').references(() => users.id),
    kind: text('kind').notNull(),
    recipient: text('recipient').notNull(),
    language: text('language', { enum: languages }).notNull(),
    /** What the mail is made from, under the key for things kept for a moment: it may hold a link. Gone once it is sent. */
    sealed: bytes('sealed'),
    state: text('state', { enum: ['waiting', 'sending', 'sent', 'failed', 'cancelled'] }).notNull(),
    /** Why it was not delivered, for a person. */
    failure: text('failure'),
    attempts: integer('attempts').notNull().default(0),
    /** The one-time link that it carries. */
    linkId: uuid('link_id'),
    createdAt: instant('created_at').notNull(),
    /** Since when somebody is handing it over to the mail server. */
    sendingSince: instant('sending_since'),
    sentAt: instant('sent_at'),
  },
  (table) => [
    index('mails_user').on(table.userId, table.createdAt),
    index('mails_organization').on(table.organizationId, table.state),
  ],
);
