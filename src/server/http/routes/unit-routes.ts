// Handlers of the organizational units.
import * as endpoints from '../../../contract/endpoints/units.ts';
import { createUnit as create, updateUnit as update } from '../../domain/units/change-unit.ts';
import { deleteUnit as remove } from '../../domain/units/delete-unit.ts';
import { listUnits as list } from '../../domain/units/list-units.ts';
import { route } from '../route.ts';

export const listUnits = route(endpoints.listUnits, ({ context, signedIn }) => list(context, signedIn));

export const createUnit = route(endpoints.createUnit, ({ context, signedIn, body, origin }) =>
  create(context, signedIn, body, origin),
);

export const updateUnit = route(endpoints.updateUnit, ({ context, signedIn, params, body, origin }) =>
  update(context, signedIn, params.unitId, body, origin),
);

export const deleteUnit = route(endpoints.deleteUnit, ({ context, signedIn, params, body, origin }) =>
  remove(context, signedIn, params.unitId, body.moveTo, origin),
);
