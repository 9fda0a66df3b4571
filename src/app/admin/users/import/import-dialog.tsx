// The dialog that imports people from a file, in three steps.
import { useCallback, useState } from 'react';
import { startUserImport, type UserImport } from '../../../../contract/endpoints/user-imports.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { withFreshPassword } from '../../../auth/fresh-password.ts';
import { queryClient } from '../../../server-state.tsx';
import { Dialog } from '../../../ui/admin/dialog.tsx';
import { FailureNotice } from '../../../ui/admin/failure-notice.tsx';
import { GivenUp } from '../../../ui/admin/use-form.ts';
import type { CheckedFile } from './checked-file.ts';
import { ChooseFileStep } from './choose-file-step.tsx';
import { PreviewStep } from './preview-step.tsx';
import { ProgressStep } from './progress-step.tsx';

/** Opens with the choice of a file; closing it does not stop an import that runs. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [checked, setChecked] = useState<CheckedFile | null>(null);
  const [started, setStarted] = useState<UserImport | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const showNewPeople = useCallback(() => void queryClient.invalidateQueries({ queryKey: ['users'] }), []);

  async function start(importId: string) {
    setBusy(true);
    setFailure(null);
    try {
      const params = { importId };
      setStarted(await withFreshPassword(() => callSignedIn(startUserImport, { params })));
    } catch (error) {
      if (!(error instanceof GivenUp)) setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog isOpen onClose={onClose} title="Import people" busy={busy}>
      {started ? (
        <ProgressStep started={started} onDone={showNewPeople} onClose={onClose} />
      ) : checked ? (
        <>
          <FailureNotice failure={failure} />
          <PreviewStep
            checked={checked}
            busy={busy}
            onBack={() => {
              setChecked(null);
              setFailure(null);
            }}
            onStart={() => checked.import && void start(checked.import.id)}
          />
        </>
      ) : (
        <ChooseFileStep onChecked={setChecked} onCancel={onClose} />
      )}
    </Dialog>
  );
}
