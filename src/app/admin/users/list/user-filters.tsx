// The filters above the users list; on a phone they open below a "Filters" button.
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Session } from '../../../../contract/endpoints/session.ts';
import { userFilterSchema, userSorts } from '../../../../contract/endpoints/users.ts';
import { sayFailure } from '../../../ui/admin/failure-notice.tsx';
import { FilterSelect } from '../../../ui/admin/filter-select.tsx';
import { Button } from '../../../ui/button.tsx';
import { partnerChoicesQuery, rolesQuery, unitChoicesQuery } from '../user-queries.ts';
import { countFilters, firstOrder, noFilters, type UsersView } from './users-view.ts';
import './user-filters.css';

export interface UserFiltersProps {
  session: Session;
  view: UsersView;
  onShow: (changes: Partial<UsersView>) => void;
}

const states = [
  { id: 'invited', label: 'Invited' },
  { id: 'active', label: 'Active' },
  { id: 'suspended', label: 'Suspended' },
];

const sorts = [
  { id: 'role', label: 'By role' },
  { id: 'state', label: 'By state' },
  { id: 'last-sign-in', label: 'Last signed in first' },
  { id: 'created', label: 'Newest first' },
];

const readState = (text: string | null) => userFilterSchema.shape.state.safeParse(text).data ?? null;

/** Without it, a filter whose choices could not be loaded looks like one that has none. */
function MissingChoices({ failure }: { failure: unknown }) {
  if (!failure) return null;
  return <p role="alert">Some filters could not be loaded. {sayFailure(failure)}</p>;
}

function PlaceFilters({ session, view, onShow }: UserFiltersProps) {
  const readsUnits = session.permissions.includes('units:read');
  const readsPartners = session.permissions.includes('partners:read');
  const { data: units = [], error: unitsError } = useQuery({ ...unitChoicesQuery, enabled: readsUnits });
  const { data: partners = [], error: partnersError } = useQuery({
    ...partnerChoicesQuery,
    enabled: readsPartners,
  });
  return (
    <>
      <MissingChoices failure={unitsError ?? partnersError} />
      {(units.length > 0 || view.unitId !== null) && (
        <FilterSelect
          label="Unit"
          anyLabel="Any unit"
          options={[
            { id: 'none', label: 'The whole organization' },
            ...units.map(({ id, name, depth }) => ({ id, label: name, depth })),
          ]}
          value={view.unitId}
          onChange={(unitId) => onShow({ unitId })}
        />
      )}
      {(partners.length > 0 || view.partnerId !== null) && (
        <FilterSelect
          label="Partner"
          anyLabel="Any partner"
          options={[
            { id: 'none', label: 'No partner' },
            ...partners.map(({ id, name }) => ({ id, label: name })),
          ]}
          value={view.partnerId}
          onChange={(partnerId) => onShow({ partnerId })}
        />
      )}
    </>
  );
}

/** Role, state, unit and partner; the last two only where there are any to choose from. */
export function UserFilters({ session, view, onShow }: UserFiltersProps) {
  const { data: roles = [], error } = useQuery(rolesQuery);
  const [open, setOpen] = useState(false);
  const id = useId();
  const count = countFilters(view);
  const { sort } = view;
  return (
    <>
      <div className="fk-filters-switch">
        <Button aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          {count === 0 ? 'Filters' : `Filters (${count})`}
        </Button>
      </div>
      <fieldset className={open ? 'fk-filters fk-filters-open' : 'fk-filters'} id={id}>
        <legend className="fk-unseen">Filters</legend>
        <MissingChoices failure={error} />
        <FilterSelect
          label="Role"
          anyLabel="Any role"
          options={roles.map((role) => ({ id: role.id, label: role.name }))}
          value={view.roleId}
          onChange={(roleId) => onShow({ roleId })}
        />
        <FilterSelect
          label="State"
          anyLabel="Any state"
          options={states}
          value={view.state}
          onChange={(state) => onShow({ state: readState(state) })}
        />
        <PlaceFilters session={session} view={view} onShow={onShow} />
        <div className="fk-filters-sort">
          <FilterSelect
            label="Order"
            anyLabel="By name"
            options={sorts}
            value={sort === 'name' ? null : sort}
            onChange={(to) => {
              const wanted = userSorts.find((one) => one === to) ?? 'name';
              onShow({ sort: wanted, order: firstOrder(wanted) });
            }}
          />
        </div>
        {count > 0 && (
          <Button variant="quiet" onClick={() => onShow(noFilters)}>
            Clear filters
          </Button>
        )}
      </fieldset>
    </>
  );
}
