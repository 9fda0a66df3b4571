// The step between: what each column holds, where its title does not say it.
import { useState } from 'react';
import { type UserFileColumn, userFileColumns } from '../../../../contract/user-file.ts';
import { Checkbox } from '../../../ui/admin/checkbox.tsx';
import { FailureNotice } from '../../../ui/admin/failure-notice.tsx';
import { Select } from '../../../ui/admin/select.tsx';
import { useWork } from '../../../ui/admin/use-work.ts';
import { Button } from '../../../ui/button.tsx';
import { FormActions, FormStack } from '../../../ui/form-layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { type CheckedFile, checkFile } from './checked-file.ts';
import './import.css';

const leftOut = 'none';
const options = [
  { id: leftOut, label: 'Leave out' },
  ...userFileColumns.map(({ key, title }) => ({ id: key, label: title })),
];

interface ColumnsStepProps {
  checked: CheckedFile;
  layout: NonNullable<CheckedFile['layout']>;
  onChecked: (checked: CheckedFile) => void;
  onBack: () => void;
}

/** Has the file checked again with what was chosen. */
export function ColumnsStep({ checked, layout, onChecked, onBack }: ColumnsStepProps) {
  const [columns, setColumns] = useState(layout.columns.map(({ column }) => column));
  const [hasTitles, setHasTitles] = useState(layout.titlesRow > 0);
  const work = useWork();
  const titlesRow = layout.titlesRow || 1;
  const choose = (place: number, id: string) => {
    const column: UserFileColumn | null = userFileColumns.find(({ key }) => key === id)?.key ?? null;
    // One column holds each: chosen here, it is left out there.
    setColumns(columns.map((each, at) => (at === place ? column : each === column ? null : each)));
  };
  const check = () =>
    work.run(async () => {
      const chosen = { titlesRow: hasTitles ? titlesRow : 0, columns };
      onChecked(await checkFile(checked.fileName, { ...checked.request, layout: chosen }));
    });
  return (
    <FormStack>
      {!layout.isKnown && (
        <Notice tone="info" title="Some columns were not recognized">
          Choose what each column holds. Username is needed.
        </Notice>
      )}
      <Checkbox isSelected={hasTitles} onChange={setHasTitles}>
        Row {titlesRow} has titles
      </Checkbox>
      <ul className="fk-import-assign">
        {layout.columns.map(({ title, samples }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
          <li key={place}>
            <div>
              <strong>
                <bdi>{title || `Column ${place + 1}`}</bdi>
              </strong>
              <p className="fk-list-detail">
                <bdi>{samples.filter((sample) => sample !== '').join(' · ') || 'Empty'}</bdi>
              </p>
            </div>
            <Select
              label={`“${title || place + 1}” holds`}
              options={options}
              value={columns[place] ?? leftOut}
              onChange={(id) => choose(place, id)}
            />
          </li>
        ))}
      </ul>
      <FailureNotice failure={work.failure} onRetry={check} />
      <FormActions>
        <Button onClick={onBack} disabled={work.busy}>
          Choose another file
        </Button>
        <Button variant="primary" busy={work.busy} disabled={!columns.includes('username')} onClick={check}>
          Continue
        </Button>
      </FormActions>
    </FormStack>
  );
}
