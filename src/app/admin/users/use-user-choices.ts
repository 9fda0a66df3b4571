// What the forms of a person leave to choose from: roles, units, and the rules of the organization.
import { useQuery } from '@tanstack/react-query';
import type { Session } from '../../../contract/endpoints/session.ts';
import { organizationQuery } from '../organization/organization-query.ts';
import type { UserChoices } from './form/user-fields.tsx';
import { rolesQuery, unitChoicesQuery } from './user-queries.ts';

/** `choices` is there once all of it is known; units only for those who may read them. */
export function useUserChoices({ permissions }: Pick<Session, 'permissions'>, enabled = true) {
  const roles = useQuery({ ...rolesQuery, enabled });
  const organization = useQuery({ ...organizationQuery, enabled });
  const readsUnits = permissions.includes('units:read');
  const units = useQuery({ ...unitChoicesQuery, enabled: enabled && readsUnits });
  const found = readsUnits ? units.data : [];
  const choices: UserChoices | null =
    roles.data && organization.data && found
      ? {
          roles: roles.data,
          units: found,
          pinLength: organization.data.pinLength,
          phoneRule: organization.data.phoneRule,
          generatedPasswords: organization.data.generatedPasswords,
        }
      : null;
  return {
    choices,
    error: roles.error ?? organization.error ?? units.error,
    retry: () => void Promise.all([roles.refetch(), organization.refetch(), readsUnits && units.refetch()]),
  };
}
