// The tree of units as a nested list: each with its counts, what is in it, and its buttons.
import { useState } from 'react';
import type { Unit } from '../../../contract/endpoints/units.ts';
import { CellLink } from '../../ui/admin/cell-link.tsx';
import { clicked } from '../../ui/admin/is-on-control.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ChevronDownIcon, ChevronRightIcon, PencilIcon, PlusIcon } from '../../ui/icons.tsx';
import { sayCount, sayUsers } from '../say-count.ts';
import type { UnitNode } from './unit-nodes.ts';
import './units.css';

export interface UnitTreeProps {
  nodes: readonly UnitNode[];
  /** Larger trees begin with their top level alone. */
  beginsClosed: boolean;
  canManage: boolean;
  onEdit: (unit: Unit) => void;
  onAddInside: (unit: Unit) => void;
}

function Counts({ unit: { id, name, userCount, deviceCount } }: { unit: Unit }) {
  return (
    <span className="fk-list-detail fk-unit-counts">
      {userCount !== null &&
        (userCount === 0 ? (
          <span>No users</span>
        ) : (
          <CellLink href={`/settings/users?unit=${id}`} label={`${sayUsers(userCount)} in ${name}`}>
            {sayUsers(userCount)}
          </CellLink>
        ))}
      {deviceCount !== null && deviceCount > 0 && <span>{sayCount(deviceCount, 'device')}</span>}
    </span>
  );
}

type BranchProps = Omit<UnitTreeProps, 'nodes'> & {
  node: UnitNode;
  turned: ReadonlySet<string>;
  onTurn: (id: string) => void;
};

function Branch({ node: { unit, inside }, ...rest }: BranchProps) {
  const { beginsClosed, canManage, onEdit, onAddInside, turned, onTurn } = rest;
  const isOpen = turned.has(unit.id) === beginsClosed;
  const verb = isOpen ? 'Close' : 'Open';
  return (
    <li className="fk-unit">
      {/* For pointers alone: the pencil does the same for everybody. */}
      <div
        className={unit.editable ? 'fk-unit-row fk-unit-opens' : 'fk-unit-row'}
        {...(unit.editable && clicked(() => onEdit(unit)))}
      >
        {inside.length > 0 ? (
          <button
            type="button"
            className="fk-icon-button"
            aria-expanded={isOpen}
            aria-label={`${verb} ${unit.name}`}
            onClick={() => onTurn(unit.id)}
          >
            {isOpen ? <ChevronDownIcon /> : <ChevronRightIcon />}
          </button>
        ) : (
          <span className="fk-unit-leaf" />
        )}
        <div className="fk-unit-words">
          <bdi className="fk-unit-name">{unit.name}</bdi>
          <Counts unit={unit} />
        </div>
        {canManage && (
          <IconButton label={`Add a unit in ${unit.name}`} onClick={() => onAddInside(unit)}>
            <PlusIcon size={22} />
          </IconButton>
        )}
        {unit.editable ? (
          <IconButton label={`Edit ${unit.name}`} tone="edit" onClick={() => onEdit(unit)}>
            <PencilIcon size={22} />
          </IconButton>
        ) : (
          canManage && <span className="fk-unit-leaf" />
        )}
      </div>
      {isOpen && inside.length > 0 && (
        <ul className="fk-unit-inside">
          {inside.map((node) => (
            <Branch key={node.unit.id} node={node} {...rest} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** A click or tap on a unit opens it like its pencil. */
export function UnitTree({ nodes, ...rest }: UnitTreeProps) {
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const turn = (id: string) =>
    setTurned((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  return (
    <ul className="fk-units" aria-label="Organizational units">
      {nodes.map((node) => (
        <Branch key={node.unit.id} node={node} turned={turned} onTurn={turn} {...rest} />
      ))}
    </ul>
  );
}
