// What the forms of a user leave to choose from: roles, units, partners, and the rules of the organization.
import { useQuery } from '@tanstack/react-query';
import type { Session } from '../../../contract/endpoints/session.ts';
import { organizationQuery } from '../organization/organization-query.ts';
import type { UserChoices } from './form/user-fields.tsx';
import { partnerChoicesQuery, rolesQuery, unitChoicesQuery } from './user-queries.ts';

/** `choices` is there once all of it is known, so that no button moves under a finger; units and partners only for those who may read them. */
export function useUserChoices({ permissions }: Pick<Session, 'permissions'>, enabled = true) {
  const roles = useQuery({ ...rolesQuery, enabled });
  const organization = useQuery({ ...organizationQuery, enabled });
  const readsUnits = permissions.includes('units:read');
  const units = useQuery({ ...unitChoicesQuery, enabled: enabled && readsUnits });
  const readsPartners = permissions.includes('partners:read');
  const partners = useQuery({ ...partnerChoicesQuery, enabled: enabled && readsPartners });
  const found = readsUnits ? units.data : [];
  const foundPartners = readsPartners ? partners.data : null;
  const choices: UserChoices | null =
    roles.data && organization.data && found && foundPartners !== undefined
      ? {
          roles: roles.data,
          units: found,
          partners: foundPartners,
          pinLength: organization.data.pinLength,
          phoneRule: organization.data.phoneRule,
          generatedPasswords: organization.data.generatedPasswords,
        }
      : null;
  return {
    choices,
    error: roles.error ?? organization.error ?? units.error ?? partners.error,
    retry: () =>
      void Promise.all([
        roles.refetch(),
        organization.refetch(),
        readsUnits && units.refetch(),
        readsPartners && partners.refetch(),
      ]),
  };
}
