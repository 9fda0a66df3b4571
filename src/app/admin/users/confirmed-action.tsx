// A quiet button that says what it would do, and does it once that is confirmed.
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../ui/admin/confirm-dialog.tsx';
import { useWork } from '../../ui/admin/use-work.ts';
import { Button } from '../../ui/button.tsx';

export interface ConfirmedActionProps {
  /** On the button that asks. */
  label: string;
  title: string;
  /** On the button that does it. */
  verb: string;
  tone?: 'danger' | 'primary' | undefined;
  /** What will happen. */
  children: ReactNode;
  act: () => Promise<void>;
}

/** The question stays open, with the reason, while it can't be done. */
export function ConfirmedAction({ label, title, verb, tone, children, act }: ConfirmedActionProps) {
  const [asking, setAsking] = useState(false);
  const work = useWork();
  const confirm = () =>
    work.run(async () => {
      await act();
      setAsking(false);
    });
  return (
    <>
      <Button variant="quiet" onClick={() => setAsking(true)}>
        {label}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        title={title}
        confirmLabel={verb}
        tone={tone}
        busy={work.busy}
        failure={work.failure}
        onConfirm={confirm}
        onCancel={() => {
          work.forgive();
          setAsking(false);
        }}
      >
        {children}
      </ConfirmDialog>
    </>
  );
}
