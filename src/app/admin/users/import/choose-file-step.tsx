// The first step of an import: the file, and what to do with users who are there already.
import { useId, useState } from 'react';
import { checkUserImport } from '../../../../contract/endpoints/user-imports.ts';
import { userFileColumns } from '../../../../contract/user-file.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { Checkbox } from '../../../ui/admin/checkbox.tsx';
import { FailureNotice } from '../../../ui/admin/failure-notice.tsx';
import { Select } from '../../../ui/admin/select.tsx';
import { Button } from '../../../ui/button.tsx';
import { FormActions, FormStack } from '../../../ui/form-layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { CheckedFile } from './checked-file.ts';
import { downloadTemplate } from './user-file-template.ts';
import './import.css';

const bytesMost = 5_000_000;
const checkMilliseconds = 60_000;

const existingOptions = [
  { id: 'skip', label: 'Leave them as they are', detail: 'Only new users are added' },
  { id: 'update', label: 'Update them', detail: 'From the file; empty cells change nothing' },
];

/** UTF-8 where the bytes are that, else what spreadsheets on Windows write. */
function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

interface ChooseFileStepProps {
  onChecked: (checked: CheckedFile) => void;
  onCancel: () => void;
}

/** Sends the file to be checked; nothing is written by that. */
export function ChooseFileStep({ onChecked, onCancel }: ChooseFileStepProps) {
  const id = useId();
  const [file, setFile] = useState<File | null>(null);
  const [existing, setExisting] = useState('skip');
  const [invite, setInvite] = useState(true);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const tooLarge = file !== null && file.size > bytesMost;

  async function check(chosen: File) {
    setBusy(true);
    setFailure(null);
    try {
      const csv = decode(await chosen.arrayBuffer());
      const body = { csv, existing: existing === 'update' ? 'update' : 'skip', invite } as const;
      const options = { milliseconds: checkMilliseconds };
      onChecked({ fileName: chosen.name, ...(await callSignedIn(checkUserImport, { body }, options)) });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <FormStack>
      <p className="fk-import-lead">
        A CSV file with one user per row. You’ll see what it does before anything is saved.
      </p>
      <details className="fk-import-columns">
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
        <label className="fk-field-label" htmlFor={id}>
          File
        </label>
        <input
          id={id}
          className="fk-import-file"
          type="file"
          accept=".csv,.txt,text/csv"
          aria-invalid={tooLarge || undefined}
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        />
      </div>
      {tooLarge && (
        <Notice tone="error" title="The file is larger than 5 MB">
          Split it into several files.
        </Notice>
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
      <FailureNotice failure={failure} onRetry={() => file && void check(file)} />
      <FormActions>
        <Button onClick={onCancel} disabled={busy}>
          Cancel
        </Button>
        <Button
          variant="primary"
          busy={busy}
          disabled={!file || tooLarge}
          onClick={() => file && void check(file)}
        >
          Check the file
        </Button>
      </FormActions>
    </FormStack>
  );
}
