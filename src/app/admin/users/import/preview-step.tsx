// The second step of an import: every problem of the file, or what it is going to do.
import { FailureNotice } from '../../../ui/admin/failure-notice.tsx';
import { useWork } from '../../../ui/admin/use-work.ts';
import { Button } from '../../../ui/button.tsx';
import { FormActions, FormStack } from '../../../ui/form-layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { sayCount, sayUsers } from '../../say-count.ts';
import { type CheckedFile, checkFile } from './checked-file.ts';
import { downloadFailedRows } from './failed-rows.ts';
import { RowsRegion } from './rows-region.tsx';
import './import.css';

const actionWords = { add: 'Added', update: 'Updated', skip: 'Left as is' } as const;

function Problems({ checked }: { checked: CheckedFile }) {
  const { problems, problemCount } = checked;
  return (
    <>
      <Notice tone="error" title={`${sayCount(problemCount, 'problem')} in the file`}>
        Nothing was imported. Correct the file and choose it again.
      </Notice>
      <RowsRegion label="Problems">
        <table>
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">Column</th>
              <th scope="col">Problem</th>
            </tr>
          </thead>
          <tbody>
            {problems.map(({ row, column, message }) => (
              <tr key={`${row} ${column} ${message}`}>
                <td>{row}</td>
                <td>{column}</td>
                <td>{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </RowsRegion>
      {problems.length < problemCount && <p>These are the first {problems.length.toLocaleString()}.</p>}
      {checked.failed.length > 0 && (
        <div>
          <Button onClick={() => downloadFailedRows(checked)}>Download the rows with problems</Button>
        </div>
      )}
    </>
  );
}

/** Offers to give PINs back what a spreadsheet took from them. */
function MissingZeros({ checked, onChecked }: Pick<PreviewStepProps, 'checked' | 'onChecked'>) {
  const work = useWork();
  const add = () =>
    work.run(async () =>
      onChecked(await checkFile(checked.fileName, { ...checked.request, addZeros: true })),
    );
  return (
    <>
      <Notice
        tone="warning"
        title={`${sayCount(checked.missingZeros, 'PIN')} may have lost zeros at the front`}
        action={
          <Button busy={work.busy} onClick={add}>
            Add the zeros
          </Button>
        }
      >
        A spreadsheet that takes PINs for numbers drops them: 001234 becomes 1234.
      </Notice>
      <FailureNotice failure={work.failure} />
    </>
  );
}

function Plan({ checked }: { checked: CheckedFile }) {
  const { counts, sample, rows } = checked;
  return (
    <>
      <Notice tone="info" title={`${sayUsers(rows)} in the file`}>
        {counts.added.toLocaleString()} will be added, {counts.updated.toLocaleString()} updated,{' '}
        {counts.skipped.toLocaleString()} left as they are. Duplicate PINs are checked during the import.
      </Notice>
      <RowsRegion label="The first rows">
        <table>
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">Name</th>
              <th scope="col">Role</th>
              <th scope="col">What happens</th>
            </tr>
          </thead>
          <tbody>
            {sample.map(({ row, name, username, role, action }) => (
              <tr key={row}>
                <td>{row}</td>
                <td>
                  <bdi>{name}</bdi> {name !== username && <bdi className="fk-list-detail">{username}</bdi>}
                </td>
                <td>
                  <bdi>{role}</bdi>
                </td>
                <td>{actionWords[action]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </RowsRegion>
      {sample.length < rows && <p>These are the first {sample.length}.</p>}
    </>
  );
}

interface PreviewStepProps {
  checked: CheckedFile;
  busy: boolean;
  onBack: () => void;
  /** To choose what the columns hold. */
  onColumns: () => void;
  onChecked: (checked: CheckedFile) => void;
  onStart: () => void;
}

/** A file with problems can't be started. */
export function PreviewStep({ checked, busy, onBack, onColumns, onChecked, onStart }: PreviewStepProps) {
  const { added, updated } = checked.counts;
  return (
    <FormStack>
      <p className="fk-import-lead">
        <bdi>{checked.fileName}</bdi>
      </p>
      {checked.missingZeros > 0 && <MissingZeros checked={checked} onChecked={onChecked} />}
      {checked.import ? <Plan checked={checked} /> : <Problems checked={checked} />}
      <FormActions>
        <Button onClick={onBack} disabled={busy}>
          Choose another file
        </Button>
        {checked.layout && (
          <Button onClick={onColumns} disabled={busy}>
            Change columns
          </Button>
        )}
        {checked.import && (
          <Button variant="primary" busy={busy} disabled={added + updated === 0} onClick={onStart}>
            Import {sayUsers(added + updated)}
          </Button>
        )}
      </FormActions>
    </FormStack>
  );
}
