// The first step of an import: the file or what is pasted, and what to do with users who are there already.
import { useId, useState } from 'react';
import { userFileColumns } from '../../../../contract/user-file.ts';
import { Checkbox } from '../../../ui/admin/checkbox.tsx';
import { FailureNotice } from '../../../ui/admin/failure-notice.tsx';
import { Select } from '../../../ui/admin/select.tsx';
import { useWork } from '../../../ui/admin/use-work.ts';
import { Button } from '../../../ui/button.tsx';
import { FormActions, FormStack } from '../../../ui/form-layout.tsx';
import { type CheckedFile, checkFile } from './checked-file.ts';
import { EncodingChoice } from './encoding-choice.tsx';
import { readSource, type Source } from './read-source.ts';
import { downloadTemplate } from './user-file-template.ts';
import './import.css';

const pastedName = 'Pasted rows';

const existingOptions = [
  { id: 'skip', label: 'Leave them as they are', detail: 'Only new users are added' },
  { id: 'update', label: 'Update them', detail: 'From the file; empty cells change nothing' },
];

interface ChooseFileStepProps {
  onChecked: (checked: CheckedFile) => void;
  onCancel: () => void;
}

/** Sends the file to be checked; nothing is written by that. */
export function ChooseFileStep({ onChecked, onCancel }: ChooseFileStepProps) {
  const fileId = useId();
  const pasteId = useId();
  const [source, setSource] = useState<Source | null>(null);
  const [pasted, setPasted] = useState('');
  const [existing, setExisting] = useState('skip');
  const [invite, setInvite] = useState(true);
  const reading = useWork();
  const work = useWork();

  const choose = (file: File | undefined) => {
    setSource(null);
    reading.forgive();
    if (file) reading.run(async () => setSource(await readSource(file)));
  };
  const chosen = source ?? (pasted.trim() === '' ? null : { name: pastedName, text: pasted });
  const check = () =>
    work.run(async () => {
      if (!chosen) return;
      const request = {
        csv: chosen.text,
        existing: existing === 'update' ? ('update' as const) : ('skip' as const),
        invite,
      };
      onChecked(await checkFile(chosen.name, request));
    });

  return (
    <FormStack>
      <p className="fk-import-lead">
        An Excel workbook or CSV file with one user per row. You’ll see what it does before anything is saved.
      </p>
      <details className="fk-details fk-import-columns">
        <summary>Columns</summary>
        <dl>
          {userFileColumns.map(({ key, title, hint }) => (
            <div key={key}>
              <dt>{title}</dt>
              <dd>{hint || 'Optional.'}</dd>
            </div>
          ))}
        </dl>
      </details>
      <div>
        <Button onClick={downloadTemplate}>Download the template</Button>
      </div>
      <div className="fk-field">
        <label className="fk-field-label" htmlFor={fileId}>
          File
        </label>
        <input
          id={fileId}
          className="fk-import-file"
          type="file"
          accept=".csv,.tsv,.txt,.xlsx,.xlsm,text/csv,text/tab-separated-values"
          disabled={reading.busy}
          aria-invalid={reading.failure ? true : undefined}
          onChange={(event) => choose(event.target.files?.[0])}
        />
      </div>
      <FailureNotice failure={reading.failure} />
      {source ? (
        <EncodingChoice source={source} onChange={setSource} />
      ) : (
        <details className="fk-details">
          <summary>Paste from a spreadsheet instead</summary>
          <div className="fk-field">
            <label className="fk-field-label" htmlFor={pasteId}>
              Rows, with their titles
            </label>
            <textarea
              id={pasteId}
              className="fk-input fk-import-paste"
              rows={5}
              spellCheck={false}
              value={pasted}
              onChange={(event) => setPasted(event.target.value)}
            />
          </div>
        </details>
      )}
      <Select
        label="Users whose username exists"
        options={existingOptions}
        value={existing}
        onChange={setExisting}
      />
      <Checkbox isSelected={invite} onChange={setInvite}>
        Invite everyone who gets their first email address from the file
      </Checkbox>
      <FailureNotice failure={work.failure} onRetry={check} />
      <FormActions>
        <Button onClick={onCancel} disabled={work.busy}>
          Cancel
        </Button>
        <Button variant="primary" busy={work.busy || reading.busy} disabled={!chosen} onClick={check}>
          Check the file
        </Button>
      </FormActions>
    </FormStack>
  );
}
