// Which places of the settings are open to whom.
import { expect, it } from 'vitest';
import { explainClosed, findPlace, openPlaces } from '../../src/app/admin/settings-places.ts';
import type { Session } from '../../src/contract/endpoints/session.ts';
import { makeSession } from './make-session.ts';

const admin = makeSession();
const hrefs = (session: Session) => openPlaces(session).map(({ href }) => href);

it('keeps the settings of the organization from an admin who is limited to units, and says why', () => {
  expect(hrefs(admin)).toContain('/settings/organization');
  const limited = { ...admin, limitedToUnits: true };
  expect(hrefs(limited)).not.toContain('/settings/organization');
  expect(hrefs(limited)).toContain('/settings/roles');
  const place = findPlace('/settings/organization');
  expect(place && explainClosed(place, limited)).toContain('you’re limited to units');
});

it('names the role where it is the role that does not open a place', () => {
  const place = findPlace('/settings/audit');
  const staff = { ...admin, permissions: [], limitedToUnits: true };
  expect(place && explainClosed(place, staff)).toContain('Your role, Admin, doesn’t include “Audit trail”');
});
