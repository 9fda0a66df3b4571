// @vitest-environment jsdom
// A row of a table: opened by a click or Enter, not by what its own buttons are for, and its box ticked only when it is selected.
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DataTable } from '../../src/app/ui/admin/data-table.tsx';

afterEach(cleanup);

const onOpen = vi.fn<(row: string) => void>();
const onEdit = vi.fn<() => void>();
beforeEach(() => {
  onOpen.mockReset();
  onEdit.mockReset();
});

function show(selected: readonly string[] = []) {
  render(
    <DataTable
      label="People"
      columns={[
        { id: 'name', header: 'Name', names: true, cell: (name) => name },
        {
          id: 'edit',
          header: 'Edit',
          headerUnseen: true,
          cell: (name) => (
            <button type="button" onClick={onEdit}>
              Edit {name}
            </button>
          ),
        },
      ]}
      rows={['Ada', 'Bela']}
      rowKey={(name) => name}
      onOpen={onOpen}
      selected={new Set(selected)}
      onSelect={() => {}}
      empty={null}
    />,
  );
}

function press(element: HTMLElement) {
  fireEvent.pointerDown(element, { pointerType: 'mouse', button: 0 });
  fireEvent.pointerUp(element, { pointerType: 'mouse', button: 0 });
  fireEvent.click(element, { detail: 1 });
}

it('opens by one click', () => {
  show();
  press(screen.getByText('Bela'));
  expect(onOpen.mock.calls).toEqual([['Bela']]);
});

it('opens by Enter', () => {
  show();
  const row = screen.getByText('Ada').closest('[role=row]');
  if (!(row instanceof HTMLElement)) throw new Error('there is no row');
  row.focus();
  fireEvent.keyDown(row, { key: 'Enter' });
  fireEvent.keyUp(row, { key: 'Enter' });
  expect(onOpen.mock.calls).toEqual([['Ada']]);
});

it('leaves a button in it to what the button does', () => {
  show();
  press(screen.getByRole('button', { name: 'Edit Ada' }));
  expect(onEdit).toHaveBeenCalledTimes(1);
  expect(onOpen).not.toHaveBeenCalled();
});

it('has a mark in its box only while it is selected, so that forced colours show no other', () => {
  show(['Ada']);
  const marks = screen.getAllByRole('row').map((row) => row.querySelectorAll('label svg').length);
  // The head is neither all nor nothing, which has a mark of its own.
  expect(marks).toEqual([1, 1, 0]);
});
