// Fills a place of the world of the scope tests: a person with all that can hang on one, under names that can be found in any answer.
import { randomUUID } from 'node:crypto';
import { fold } from '../../../src/contract/fields.ts';
import type { Queries } from '../../../src/server/database/database.ts';
import {
  accountSessions,
  devices,
  mails,
  oneTimeLinks,
  partners,
  pinRequests,
  units,
  userImports,
  users,
  userUnits,
} from '../../../src/server/database/schema.ts';
import { recordAuditEvent } from '../../../src/server/domain/access/audit.ts';
import type { AccessWorld } from './access-world.ts';

/** Where somebody or something stands. `both` is limited to A and to B; `partner-1` and `partner-2` are outside companies. */
export const places = [
  'whole',
  'top',
  'site-a',
  'line-a',
  'site-b',
  'line-b',
  'both',
  'partner-1',
  'partner-2',
  'elsewhere',
] as const;
export type Place = (typeof places)[number];

/** Something that an answer must not tell of, by any of its words, to those who don't see its place. */
export type Thing = {
  readonly place: Place;
  readonly kind: string;
  readonly id: string;
  readonly words: readonly string[];
};

const sealed = Buffer.from('not a seal');
let phone = 900_000;

export type Setting = {
  organizationId: string;
  roleId: string;
  unitIds: readonly string[];
  partnerId: string | null;
};

export class PlaceBuilder {
  readonly things: Thing[] = [];
  readonly world: AccessWorld;
  readonly tx: Queries;

  constructor(world: AccessWorld, tx: Queries) {
    this.world = world;
    this.tx = tx;
  }

  note(place: Place, kind: string, id: string, ...words: string[]): string {
    this.things.push({ place, kind, id, words: [id, ...words] });
    return id;
  }

  async addUnit(
    place: Place,
    organizationId: string,
    parentId: string | null,
    name = `Unit-of-${place}`,
  ): Promise<string> {
    const id = this.note(place, 'units', randomUUID(), name);
    await this.tx.insert(units).values({ id, organizationId, name, nameFolded: fold(name), parentId });
    return id;
  }

  async addPartner(place: Place, organizationId: string): Promise<string> {
    const name = `Company-of-${place}`;
    const id = this.note(place, 'partners', randomUUID(), name);
    const createdAt = this.world.server.clock.now;
    await this.tx
      .insert(partners)
      .values({ id, organizationId, name, nameFolded: fold(name), revision: 1, createdAt });
    return id;
  }

  async addPerson(place: Place, label: string, setting: Setting): Promise<string> {
    const { organizationId, roleId, unitIds, partnerId } = setting;
    phone += 1;
    const words = [
      `user-${label}`,
      `First-${label}`,
      `Last-${label}`,
      `mail-${label}@canary.example`,
      `+49301${phone}`,
    ];
    const [username = '', firstName, lastName, email = '', number] = words;
    const id = this.note(place, 'users', randomUUID(), ...words);
    await this.tx.insert(users).values({
      id,
      organizationId,
      roleId,
      username,
      usernameFolded: fold(username),
      firstName: firstName ?? '',
      lastName: lastName ?? '',
      email,
      emailFolded: fold(email),
      phone: number ?? null,
      partnerId,
      passwordHash: 'no password',
      // So that they count wherever those who have a PIN do.
      pinSealed: sealed,
      pinLength: 6,
      revision: 1,
      createdAt: this.world.server.clock.now,
    });
    if (unitIds.length > 0)
      await this.tx
        .insert(userUnits)
        .values(unitIds.map((unitId) => ({ organizationId, userId: id, unitId })));
    return id;
  }

  /** A person with all that can hang on one: a device, a session, an invitation, a mail, a request, an import, events. */
  async fill(place: Place, setting: Setting, label: string = place): Promise<void> {
    const { organizationId, unitIds } = setting;
    const now = this.world.server.clock.now;
    const userId = await this.addPerson(place, label, setting);
    const name = `Device-of-${label}`;
    const deviceId = this.note(place, 'devices', randomUUID(), name);
    await this.tx.insert(devices).values({
      id: deviceId,
      organizationId,
      unitId: unitIds[0] ?? null,
      name,
      nameFolded: fold(name),
      secretHash: sealed,
      publicKey: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' },
      thumbprint: randomUUID(),
      authorizedAt: now,
      lastSyncAt: now,
      authorizedBy: userId,
    });
    const own = { organizationId, userId, createdAt: now };
    await this.tx.insert(accountSessions).values({
      ...own,
      id: this.note(place, 'account_sessions', randomUUID()),
      secretHash: sealed,
      lastUsedAt: now,
      steppedUpAt: now,
    });
    await this.tx
      .insert(pinRequests)
      .values({ ...own, id: this.note(place, 'pin_requests', randomUUID()), deviceId });
    const email = `mail-${label}@canary.example`;
    await this.tx.insert(oneTimeLinks).values({
      ...own,
      id: this.note(place, 'one_time_links', randomUUID()),
      kind: 'invitation',
      secretHash: sealed,
      email,
      expiresAt: new Date(now.getTime() + 3_600_000),
    });
    await this.tx.insert(mails).values({
      ...own,
      id: this.note(place, 'mails', randomUUID(), `Failure-of-${place}`),
      kind: 'invitation',
      recipient: email,
      language: 'en',
      state: 'failed',
      failure: `Failure-of-${place}`,
    });
    await this.tx.insert(userImports).values({
      organizationId,
      id: this.note(place, 'user_imports', randomUUID(), `Stop-of-${place}`),
      startedBy: userId,
      state: 'failed',
      failure: `Stop-of-${place}`,
      total: 1,
      createdAt: now,
    });
    await recordAuditEvent(this.tx, {
      organizationId,
      at: now,
      action: 'user.changed',
      actorId: userId,
      deviceId,
      subjectId: userId,
      subject: `First-${label} Last-${label}`,
      detail: { note: `Detail-of-${place}` },
    });
    const unitNames = { parent: 'Unit-of-top', parentBefore: 'Unit-of-site-b', unitBefore: 'Unit-of-line-b' };
    await recordAuditEvent(this.tx, {
      organizationId,
      at: now,
      action: 'device.changed',
      actorId: userId,
      deviceId,
      subjectId: deviceId,
      subject: name,
      detail: organizationId === this.world.owner.session.organization.id ? unitNames : {},
    });
    this.note(place, 'detail', `Detail-of-${place}`);
  }
}
