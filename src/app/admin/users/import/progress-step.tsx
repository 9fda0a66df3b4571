// The last step of an import: how far it is, and how it ended.
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { getUserImport, type UserImport } from '../../../../contract/endpoints/user-imports.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { FailureNotice } from '../../../ui/admin/failure-notice.tsx';
import { Button } from '../../../ui/button.tsx';
import { FormActions, FormStack } from '../../../ui/form-layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { sayCount } from '../../say-count.ts';
import './import.css';

const lookEveryMilliseconds = 700;

interface ProgressStepProps {
  started: UserImport;
  /** The list shows other people now. */
  onDone: () => void;
  onClose: () => void;
}

function describeStage({ done, total }: UserImport): string {
  if (done < total) return `Preparing ${done.toLocaleString()} of ${total.toLocaleString()}`;
  return 'Writing, and sending the invitations';
}

/** The import goes on at the server, whether somebody watches or not. */
export function ProgressStep({ started, onDone, onClose }: ProgressStepProps) {
  const { data = started, error } = useQuery({
    queryKey: ['user-import', started.id],
    queryFn: ({ signal }) => callSignedIn(getUserImport, { params: { importId: started.id } }, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? lookEveryMilliseconds : false),
    initialData: started,
  });
  const isDone = data.state === 'done';
  useEffect(() => {
    if (isDone) onDone();
  }, [isDone, onDone]);
  return (
    <FormStack>
      {data.state === 'running' && (
        <div className="fk-import-progress">
          <label htmlFor="import-progress">{describeStage(data)}</label>
          <progress id="import-progress" max={data.total} value={data.done} />
          <p className="fk-list-detail">You can close this and go on: it runs at the server.</p>
        </div>
      )}
      {isDone && (
        <Notice tone="success" title="Everybody of the file is imported">
          {sayCount(data.total, 'row')}.
        </Notice>
      )}
      {data.state === 'failed' && (
        <Notice tone="error" title="Nobody was imported">
          {data.failure}
        </Notice>
      )}
      <FailureNotice failure={error} />
      <FormActions>
        <Button variant={isDone ? 'primary' : 'secondary'} onClick={onClose}>
          Close
        </Button>
      </FormActions>
    </FormStack>
  );
}
