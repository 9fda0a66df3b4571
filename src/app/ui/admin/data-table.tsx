// A table of rows that can be sorted, selected, and opened by a click or tap.
import { type ReactNode, type SyntheticEvent, useRef } from 'react';
import {
  Cell,
  Column,
  Row,
  type Selection,
  type SortDescriptor,
  Table,
  TableBody,
  TableHeader,
} from 'react-aria-components';
import { ArrowDownIcon, ArrowUpIcon } from '../icons.tsx';
import { SkeletonRows } from '../skeleton.tsx';
import { SelectionCheckbox } from './checkbox.tsx';
import { isOnControl } from './is-on-control.ts';
import './press-style.ts';
import './admin.css';
import './data-table.css';

/** One column: how it is headed and how it draws its cell of a row. */
export interface DataColumn<T> {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** The column that names the row; exactly one. */
  names?: boolean | undefined;
  sortable?: boolean | undefined;
  /** `end` for numbers and actions. */
  align?: 'start' | 'end' | undefined;
  /** Left out where there is less room: `wide` from 1,100 px, `medium` from 600 px. */
  room?: 'wide' | 'medium' | undefined;
  /** The header is for screen readers alone, as above a column of buttons. */
  headerUnseen?: boolean | undefined;
}

export interface DataTableProps<T> {
  /** What the table lists. */
  label: string;
  columns: readonly DataColumn<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  /** Called for a click, a tap or Enter on a row, away from its buttons; while rows are selected, these select. */
  onOpen?: ((row: T) => void) | undefined;
  sort?: SortDescriptor | undefined;
  onSort?: ((sort: SortDescriptor) => void) | undefined;
  /** With both of these the rows can be selected. */
  selected?: Selection | undefined;
  onSelect?: ((keys: Selection) => void) | undefined;
  /** The keys of rows that can't be selected. */
  unselectable?: Iterable<string> | undefined;
  /** Rows are on their way: grey ones stand in for them. */
  loading?: boolean | undefined;
  /** Stands where the rows would be when there are none. */
  empty: ReactNode;
}

/** Names the look of a column's cells. */
function nameCell<T>(kind: 'cell' | 'column', { align, room, headerUnseen }: DataColumn<T>): string {
  const looks = [align === 'end' && 'end', room, headerUnseen && 'action'].filter(Boolean);
  return [kind, ...looks].map((look) => `fk-table-${look}`).join(' ');
}

/** Draws the table; keyboard users move by arrow keys and reach the buttons of a row. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { label, columns, rows, rowKey, onOpen, sort, onSort, selected, onSelect, loading, empty } = props;
  const { unselectable } = props;
  const isFromControl = useRef(false);
  const note = (event: SyntheticEvent) => {
    isFromControl.current = isOnControl(event);
  };
  const open = onOpen && ((row: T) => isFromControl.current || onOpen(row));
  return (
    <div className="fk-table-frame" onPointerDownCapture={note} onKeyDownCapture={note}>
      <Table
        aria-label={label}
        aria-busy={loading ?? false}
        className="fk-table"
        selectionMode={onSelect ? 'multiple' : 'none'}
        {...(sort && { sortDescriptor: sort })}
        {...(onSort && { onSortChange: onSort })}
        {...(selected && { selectedKeys: selected })}
        {...(onSelect && { onSelectionChange: onSelect })}
        {...(unselectable && { disabledKeys: unselectable })}
        disabledBehavior="selection"
      >
        <TableHeader className="fk-table-head">
          {onSelect && (
            <Column id="selection" className="fk-table-column fk-table-selection">
              <SelectionCheckbox />
            </Column>
          )}
          {columns.map((column) => (
            <Column
              key={column.id}
              id={column.id}
              isRowHeader={column.names ?? false}
              allowsSorting={column.sortable ?? false}
              className={nameCell('column', column)}
            >
              {({ sortDirection }) => (
                <span className={column.headerUnseen ? 'fk-unseen' : 'fk-table-title'}>
                  {column.header}
                  {sortDirection === 'ascending' && <ArrowUpIcon size={16} />}
                  {sortDirection === 'descending' && <ArrowDownIcon size={16} />}
                </span>
              )}
            </Column>
          ))}
        </TableHeader>
        <TableBody renderEmptyState={() => (loading ? <SkeletonRows label="Loading" /> : empty)}>
          {rows.map((row) => (
            <Row
              key={rowKey(row)}
              id={rowKey(row)}
              className={onOpen ? 'fk-table-row fk-table-opens' : 'fk-table-row'}
              {...(open && { onAction: () => open(row) })}
            >
              {onSelect && (
                <Cell className="fk-table-cell fk-table-selection">
                  <SelectionCheckbox />
                </Cell>
              )}
              {columns.map((column) => (
                <Cell key={column.id} className={nameCell('cell', column)}>
                  {column.cell(row)}
                </Cell>
              ))}
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

/** A cell of two lines: the name, and what is worth knowing beside it. */
export function NamedCell({ name, detail }: { name: string; detail?: ReactNode }) {
  return (
    <span className="fk-table-named">
      <bdi className="fk-table-name" title={name}>
        {name}
      </bdi>
      {detail && <span className="fk-list-detail">{detail}</span>}
    </span>
  );
}
