// The roles of the demo: the built-in ones and two of its own.
import { randomUUID } from 'node:crypto';
import { builtInRoles } from '../../contract/built-in-roles.ts';
import { fold } from '../../contract/fields.ts';
import type { Permission } from '../../contract/permissions.ts';
import type { Queries } from '../database/database.ts';
import { roles } from '../database/schema.ts';
import { createOrganization } from '../domain/organization/new-organization.ts';
import type { DemoRole } from './people.ts';

type OwnRole = { id: string; name: string; permissions: readonly Permission[] };

/** Makes the organization with its roles. @returns the id of a person's role */
export async function makeRoles(
  tx: Queries,
  organization: { id: string; name: string },
  now: Date,
): Promise<(person: { role: DemoRole }) => string> {
  const builtIn = await createOrganization(tx, organization.id, organization.name, now);
  const shiftLead: OwnRole = {
    id: randomUUID(),
    name: 'Shift Lead',
    permissions: ['tablet:use', 'users:read'],
  };
  // As somebody makes it who copies Manager and takes away what a floor does not need.
  const floorManager: OwnRole = {
    id: randomUUID(),
    name: 'Floor Manager',
    permissions: builtInRoles.manager.permissions.filter((name) => name !== 'users:manage'),
  };
  const own = [shiftLead, floorManager].map(({ permissions, ...role }) => ({
    ...role,
    organizationId: organization.id,
    nameFolded: fold(role.name),
    permissions: [...permissions],
    revision: 1,
  }));
  await tx.insert(roles).values(own);
  return ({ role }) => {
    if (role === 'shift-lead') return shiftLead.id;
    if (role === 'floor-manager') return floorManager.id;
    return builtIn.get(role) ?? shiftLead.id;
  };
}
