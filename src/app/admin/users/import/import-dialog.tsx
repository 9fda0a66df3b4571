// The dialog that imports users from a file, step by step.
import { useState } from 'react';
import { startUserImport, type UserImport } from '../../../../contract/endpoints/user-imports.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { withStepUp } from '../../../auth/step-up.ts';
import { Dialog } from '../../../ui/admin/dialog.tsx';
import { FailureNotice } from '../../../ui/admin/failure-notice.tsx';
import { GivenUp } from '../../../ui/admin/use-form.ts';
import type { CheckedFile } from './checked-file.ts';
import { ChooseFileStep } from './choose-file-step.tsx';
import { ColumnsStep } from './columns-step.tsx';
import { forgetImport, hasSeenEnd, keepImport } from './kept-import.ts';
import { PreviewStep } from './preview-step.tsx';
import { ProgressStep } from './progress-step.tsx';

/** Opens with the choice of a file; closing it does not stop an import that runs. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [checked, setChecked] = useState<CheckedFile | null>(null);
  const [choosing, setChoosing] = useState(false);
  const [started, setStarted] = useState<UserImport | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  async function start(importId: string) {
    setBusy(true);
    setFailure(null);
    try {
      const params = { importId };
      setStarted(await withStepUp(() => callSignedIn(startUserImport, { params })));
      keepImport(importId);
    } catch (error) {
      if (!(error instanceof GivenUp)) setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  const take = (file: CheckedFile | null) => {
    setChecked(file);
    setChoosing(file?.layout?.isKnown === false);
    setFailure(null);
  };
  const close = () => {
    // Whoever has seen the end here needs not be told of it again.
    if (started && hasSeenEnd(started.id)) forgetImport();
    onClose();
  };
  return (
    <Dialog isOpen onClose={close} title="Import users" busy={busy}>
      {started ? (
        <ProgressStep started={started} onClose={close} />
      ) : checked?.layout && choosing ? (
        <ColumnsStep checked={checked} layout={checked.layout} onChecked={take} onBack={() => take(null)} />
      ) : checked ? (
        <>
          <FailureNotice failure={failure} />
          <PreviewStep
            checked={checked}
            busy={busy}
            onBack={() => take(null)}
            onColumns={() => setChoosing(true)}
            onChecked={take}
            onStart={() => checked.import && void start(checked.import.id)}
          />
        </>
      ) : (
        <ChooseFileStep onChecked={take} onCancel={onClose} />
      )}
    </Dialog>
  );
}
