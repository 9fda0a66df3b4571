// The partner companies of the demo, and how they came in.
import { randomUUID } from 'node:crypto';
import { fold } from '../../contract/fields.ts';
import type { partners } from '../database/schema.ts';
import { dayMs } from '../day.ts';
import type { DemoEvent } from './shifts.ts';

export type DemoPartner = 'logistics' | 'cleaning' | 'agency';

/** So long ago, in milliseconds, the agency was suspended. */
const suspendedAgoMs = 4.2 * dayMs;

type PartnerRow = Omit<typeof partners.$inferInsert, 'organizationId'>;
export type DemoPartners = Readonly<Record<DemoPartner, PartnerRow>>;

/** Two companies that come and go, and an agency that was suspended. */
export function makePartners(now: Date): DemoPartners {
  const make = (
    name: string,
    contactName: string,
    contactEmail: string,
    contactPhone: string | null,
    state: 'active' | 'suspended' = 'active',
  ): PartnerRow => ({
    id: randomUUID(),
    name,
    nameFolded: fold(name),
    contactName,
    contactEmail,
    contactPhone,
    state,
    revision: 1,
    createdAt: new Date(now.getTime() - 13 * dayMs),
  });
  return {
    logistics: make(
      'Brightwater Logistics',
      'Marek Svoboda',
      'dispatch@brightwater.example',
      '+442079460123',
    ),
    cleaning: make(
      'Nordlicht Gebäudereinigungsgesellschaft',
      'Jana Hoffmann',
      'kontakt@nordlicht.example',
      '+493023125014',
    ),
    agency: make('Fairfield Staffing', 'Owen Clarke', 'desk@fairfield.example', null, 'suspended'),
  };
}

/** Tells how an admin added them, and suspended one. */
export function tellOfPartners(companies: DemoPartners, admin: { id: string }, now: Date): DemoEvent[] {
  const by = { actorId: admin.id, address: '10.20.1.12' };
  return Object.values(companies).flatMap((company): DemoEvent[] => {
    const about = { ...by, subjectId: company.id, subject: company.name };
    const created = { ...about, at: company.createdAt, action: 'partner.created' } as const;
    if (company.state !== 'suspended') return [created];
    const suspendedAt = new Date(now.getTime() - suspendedAgoMs);
    return [created, { ...about, at: suspendedAt, action: 'partner.suspended' }];
  });
}
