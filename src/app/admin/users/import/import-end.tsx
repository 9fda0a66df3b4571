// How an import ended, in words: in its dialog, or on the page where the dialog was closed before.
import type { UserImport } from '../../../../contract/endpoints/user-imports.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { sayCount } from '../../say-count.ts';

interface ImportEndProps {
  ended: UserImport;
  /** Where the notice has a button of its own. */
  onClose?: () => void;
}

/** Shows nothing while it runs. */
export function ImportEnd({ ended, onClose }: ImportEndProps) {
  const { state, failure, total, done, leftOut } = ended;
  const action = onClose && <Button onClick={onClose}>Close</Button>;
  if (state === 'failed') {
    return (
      <Notice
        tone="error"
        title={done === 0 ? 'Nobody was imported' : 'The import stopped before its end'}
        action={action}
      >
        {failure}
      </Notice>
    );
  }
  if (state !== 'done') return null;
  return (
    <Notice
      tone={failure === null ? 'success' : 'warning'}
      title={
        leftOut === 0 ? 'Everybody of the file is imported' : `Imported, but for ${sayCount(leftOut, 'row')}`
      }
      action={action}
    >
      {sayCount(total, 'row')}. {failure}
    </Notice>
  );
}
