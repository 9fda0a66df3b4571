// The demo’s past: the server’s own functions, called with a clock that stands where the story is.
import type { Context } from '../../src/server/context.ts';
import type { Queries } from '../../src/server/database/database.ts';
import type { Act } from '../../src/server/domain/access/act.ts';
import { type NewAuditEvent, recordAuditEvents } from '../../src/server/domain/access/audit.ts';
import { foldAddress } from '../../src/server/domain/access/fold-address.ts';
import type { SignedIn } from '../../src/server/domain/access/signed-in.ts';
import { makeLink } from '../../src/server/domain/links/one-time-links.ts';
import { makeSetupCode, setUp } from '../../src/server/domain/organization/setup.ts';
import { findAccountSession, openAccountSession } from '../../src/server/domain/sign-in/account-session.ts';
import { acceptInvitation } from '../../src/server/domain/users/accept-invitation.ts';
import { explainSmtpError } from '../../src/server/mail/explain-smtp-error.ts';
import type { MailTransport } from '../../src/server/mail/mail-transport.ts';
import { sendMail } from '../../src/server/mail/send-mail.ts';
import { demoPassword, isMisspelt, listPeople, office } from './people.ts';

export type DemoEvent = Omit<NewAuditEvent, 'organizationId'>;

const organizationName = 'Harbour Kitchens';

const [owner] = listPeople();

/** The demo’s owner, by an address that nobody real can have; `undefined` where there is no demo. */
export function findFounder({ database }: Pick<Context, 'database'>) {
  return database.lookUp.query.users.findFirst({
    columns: { id: true, organizationId: true },
    where: (table, { eq }) => eq(table.emailFolded, foldAddress(owner?.email ?? '')),
  });
}

/** Mails of the past have arrived long ago, but for the one whose address is misspelt. */
const postOfThePast: MailTransport = {
  destination: 'nowhere',
  deliver: async ({ recipient }) => {
    const answer = { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550, permanent: true } as const;
    if (isMisspelt(recipient)) throw explainSmtpError(Object.assign(new Error('550'), answer), false);
  },
  takesEveryScript: async () => true,
  stop: () => undefined,
};

export type Past = Awaited<ReturnType<typeof beginPast>>;

/** Sets the organization up on an empty server. Links to set it up are void then. */
export async function beginPast(server: Context, begin: Date) {
  let now = begin;
  let expected: readonly DemoEvent[] = [];
  const mailIds: string[] = [];
  const sessions = new Map<string, SignedIn>();
  const context: Context = {
    ...server,
    clock: () => now,
    log: server.log.child({}, { level: 'silent' }),
    mailTransport: postOfThePast,
    jobs: {
      ...server.jobs,
      enqueue: async (_tx, _name, data) => {
        if ('mailId' in data) mailIds.push(data.mailId);
      },
    },
  };
  const code = await makeSetupCode(context);
  if (!code || !owner?.email) throw new Error('the demo needs an empty server, and an owner');
  const { firstName, lastName, email } = owner;
  const input = { code, organizationName, firstName, lastName, email, password: demoPassword };
  await setUp({ context, origin: office }, input);
  const founder = await findFounder(context);
  if (!founder) throw new Error('the demo was not set up');
  const { id: ownerId, organizationId } = founder;

  const work = <T>(run: (tx: Queries) => Promise<T>) => context.database.inOrganization(organizationId, run);

  async function openSession(userId: string): Promise<SignedIn> {
    const token = await work((tx) => openAccountSession(tx, { organizationId, userId }, office, now));
    const signedIn = await findAccountSession(context, token);
    if (!signedIn) throw new Error('somebody of the demo can’t sign in');
    return signedIn;
  }

  return {
    context,
    organizationId,
    ownerId,
    work,

    /** What nobody acts out, to be written as the clock passes it. */
    expect: (events: readonly DemoEvent[]): void => {
      expected = events.toSorted((a, b) => a.at.getTime() - b.at.getTime());
    },

    /** Moves the clock on, after the mails of the moment before have gone out. @param time in milliseconds */
    async goTo(time: number): Promise<void> {
      for (const mailId of mailIds.splice(0)) await sendMail(context, mailId, 0);
      const passed = expected.filter(({ at }) => at.getTime() <= time);
      expected = expected.slice(passed.length);
      if (passed.length > 0) {
        const events = passed.map((event) => ({ ...event, organizationId }));
        await work((tx) => recordAuditEvents(tx, events));
      }
      if (time < now.getTime()) throw new RangeError('the past goes forward only');
      now = new Date(time);
    },

    /** Somebody at the office who has just entered their password. */
    async actAs(userId: string): Promise<Act> {
      const known = sessions.get(userId) ?? (await openSession(userId));
      sessions.set(userId, known);
      return { context, origin: office, signedIn: { ...known, steppedUpAt: now } };
    },

    /** Somebody takes their invitation. What their mail held is sealed, so they get another link. */
    async accept(userId: string, address: string): Promise<void> {
      const target = { organizationId, userId, kind: 'invitation', email: address } as const;
      const { link } = await work((tx) => makeLink(context, tx, target));
      const [, token = ''] = link.split('#code=');
      await acceptInvitation({ context, origin: office }, { code: token, password: demoPassword });
    },
  };
}
