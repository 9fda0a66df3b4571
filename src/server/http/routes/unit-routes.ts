// Handlers of the organizational units.
import * as endpoints from '../../../contract/endpoints/units.ts';
import { listUnits as list } from '../../domain/list-units.ts';
import { route } from '../route.ts';

export const listUnits = route(endpoints.listUnits, async ({ context, signedIn }) => ({
  units: await list(context, signedIn),
}));
