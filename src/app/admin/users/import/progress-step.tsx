// The last step of an import: how far it is, and how it ended.
import type { UserImport } from '../../../../contract/endpoints/user-imports.ts';
import { FailureNotice } from '../../../ui/admin/failure-notice.tsx';
import { Button } from '../../../ui/button.tsx';
import { FormActions, FormStack } from '../../../ui/form-layout.tsx';
import { ImportEnd } from './import-end.tsx';
import { useImportProgress } from './kept-import.ts';
import './import.css';

interface ProgressStepProps {
  started: UserImport;
  onClose: () => void;
}

function describeStage({ done, total }: UserImport): string {
  if (done < total) return `Importing ${done.toLocaleString()} of ${total.toLocaleString()}`;
  return 'Sending the last invitations';
}

/** The import goes on at the server, whether somebody watches or not. */
export function ProgressStep({ started, onClose }: ProgressStepProps) {
  const { data = started, error } = useImportProgress(started.id);
  return (
    <FormStack>
      {data.state === 'running' && (
        <div className="fk-import-progress">
          <label htmlFor="import-progress">{describeStage(data)}</label>
          <progress id="import-progress" max={data.total} value={data.done} />
          <p className="fk-list-detail">
            You can close this: the import runs on the server, and the result appears in Users.
          </p>
        </div>
      )}
      <ImportEnd ended={data} />
      <FailureNotice failure={error} />
      <FormActions>
        <Button variant={data.state === 'done' ? 'primary' : 'secondary'} onClick={onClose}>
          Close
        </Button>
      </FormActions>
    </FormStack>
  );
}
