// What another sign-in style or PIN length means for those who have PINs now, before it is saved.
import { ConfirmDialog } from '../../ui/admin/confirm-dialog.tsx';
import { describeEffect } from './pin-policy-effect.ts';
import type { PinPolicyQuestion } from './pin-policy-question.ts';
import './pin-policy-dialog.css';

/** Open while there is a question. */
export function PinPolicyDialog({ question }: { question: PinPolicyQuestion | null }) {
  return (
    <ConfirmDialog
      isOpen={question !== null}
      title="Change how people sign in?"
      confirmLabel="Change"
      tone={question && (question.effect.lose ?? 1) > 0 ? 'danger' : 'primary'}
      onConfirm={() => question?.answer(true)}
      onCancel={() => question?.answer(false)}
    >
      {question && (
        <ul className="fk-pin-effect">
          {describeEffect(question).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </ConfirmDialog>
  );
}
