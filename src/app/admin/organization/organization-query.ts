// The organization's settings, as the screens read them.
import { queryOptions } from '@tanstack/react-query';
import { getOrganization, type Organization } from '../../../contract/endpoints/organization.ts';
import { callSignedIn } from '../../auth/account-session.ts';

export const organizationQuery = queryOptions({
  queryKey: ['organization'],
  queryFn: ({ signal }): Promise<Organization> => callSignedIn(getOrganization, {}, { signal }),
});
