// A button that says what it would do, and does it once that is confirmed.
import { type ReactNode, useState } from 'react';
import { Button } from '../button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { useWork } from './use-work.ts';

export interface ConfirmedActionProps {
  /** On the button that asks. */
  label: string;
  /** How that one looks; `quiet` unless told. */
  variant?: 'quiet' | 'secondary' | undefined;
  title: string;
  /** On the button that does it. */
  verb: string;
  tone?: 'danger' | 'primary' | undefined;
  /** What will happen. */
  children: ReactNode;
  act: () => Promise<void>;
}

/** The question stays open, with the reason, while it can't be done. */
export function ConfirmedAction(props: ConfirmedActionProps) {
  const { label, variant = 'quiet', title, verb, tone, children, act } = props;
  const [asking, setAsking] = useState(false);
  const work = useWork();
  const confirm = () =>
    work.run(async () => {
      await act();
      setAsking(false);
    });
  return (
    <>
      <Button variant={variant} onClick={() => setAsking(true)}>
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
