// Handlers of partners.
import * as endpoints from '../../../contract/endpoints/partners.ts';
import { listPartners as list } from '../../domain/list-partners.ts';
import { route } from '../route.ts';

export const listPartners = route(endpoints.listPartners, async ({ context, signedIn, query }) => ({
  partners: await list(context, signedIn, query.search ?? ''),
}));
