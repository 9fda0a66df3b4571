// The parts of the admin screens, as the gallery shows them.
import { useState } from 'react';
import { Checkbox } from '../admin/checkbox.tsx';
import { ConfirmedAction } from '../admin/confirmed-action.tsx';
import { DataTable, NamedCell } from '../admin/data-table.tsx';
import { Dialog } from '../admin/dialog.tsx';
import { Facts } from '../admin/facts.tsx';
import { FailureNotice, ToldFailure } from '../admin/failure-notice.tsx';
import { FilterSelect } from '../admin/filter-select.tsx';
import { Ago, Moment } from '../admin/moment.tsx';
import { PageHeader, Panel } from '../admin/page-header.tsx';
import { Pager } from '../admin/pager.tsx';
import { SearchField } from '../admin/search-field.tsx';
import { Select } from '../admin/select.tsx';
import { showToast, ToastRegion } from '../admin/toast.tsx';
import { WelcomeMenu } from '../admin/welcome-menu.tsx';
import { Button } from '../button.tsx';
import { FormActions } from '../form-layout.tsx';
import { Kind } from './kind.tsx';

const options = [
  { id: 'staff', label: 'Staff' },
  { id: 'manager', label: 'Manager', detail: 'With a detail' },
  { id: 'owner', label: 'Owner', disabled: true },
];

/** What is chosen from, in its states. */
export function PickParts() {
  const [isSelected, setSelected] = useState(true);
  const [value, setValue] = useState<string | null>(null);
  const [text, setText] = useState('');
  return (
    <Kind name="Checkbox, Select, Search, Filter">
      <Checkbox isSelected={isSelected} onChange={setSelected}>
        Checkbox
      </Checkbox>
      <Checkbox isSelected disabled onChange={() => undefined}>
        Disabled
      </Checkbox>
      <Select label="Select" hint="A hint." options={options} value={value} onChange={setValue} />
      <Select label="Error" error="Choose one." options={options} value={value} onChange={setValue} />
      <Select label="Disabled" disabled options={options} value="staff" onChange={setValue} />
      <SearchField label="Search" value={text} onChange={setText} />
      <FilterSelect label="Filter" anyLabel="Any" options={options} value={value} onChange={setValue} />
    </Kind>
  );
}

const rows = [
  { id: '1', name: 'Ada Byron', role: 'Manager' },
  { id: '2', name: 'Bela Bartok', role: 'Staff' },
];

/** What lists are made of. */
export function ListParts() {
  const [page, setPage] = useState(1);
  const [at] = useState(() => new Date().toISOString());
  const columns = [
    {
      id: 'name',
      header: 'Name',
      names: true,
      sortable: true,
      cell: ({ name }: (typeof rows)[number]) => <NamedCell name={name} detail="A detail" />,
    },
    { id: 'role', header: 'Role', cell: ({ role }: (typeof rows)[number]) => role },
  ];
  const table = { columns, rowKey: ({ id }: { id: string }) => id, empty: 'Empty' };
  return (
    <Kind name="Lists and pages">
      <PageHeader title="Page header" lead="What the page is for." action={<Button>Action</Button>} />
      <DataTable label="Table" rows={rows} {...table} selected={new Set(['1'])} onSelect={() => undefined} />
      <DataTable label="Empty table" rows={[]} {...table} />
      <DataTable label="Loading table" rows={[]} loading {...table} />
      <Pager page={page} pageSize={10} total={35} onPage={setPage} />
      <Panel title="Panel">
        <Facts
          facts={[
            { label: 'Moment', value: <Moment at={at} /> },
            { label: 'Ago', value: <Ago at={at} /> },
          ]}
        />
      </Panel>
      <FailureNotice failure={new ToldFailure('What failed, and what to do.')} onRetry={() => undefined} />
      <WelcomeMenu
        name="Olive Owner"
        detail="Northgate"
        items={[{ id: 'help', label: 'Help', onAction: () => undefined }]}
      />
    </Kind>
  );
}

/** What comes up over a page. */
export function DialogParts() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Kind name="Dialog, Toast">
      <FormActions>
        <Button onClick={() => setOpen(true)}>Dialog</Button>
        <ConfirmedAction label="Question" title="Delete it?" verb="Delete" tone="danger" act={async () => {}}>
          What it means.
        </ConfirmedAction>
        <Button onClick={() => showToast({ tone: 'success', title: 'Saved', text: 'What was saved.' })}>
          Toast
        </Button>
        <Button onClick={() => showToast({ tone: 'error', title: 'Not saved', text: 'Why.' })}>
          Failed toast
        </Button>
      </FormActions>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title="Dialog">
        <p>What it is about.</p>
      </Dialog>
      <ToastRegion />
    </Kind>
  );
}
