// How an import ended, in words: in its dialog, or on the page where the dialog was closed before.
import type { UserImport } from '../../../../contract/endpoints/user-imports.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { sayCount, sayUsers } from '../../say-count.ts';

interface ImportEndProps {
  ended: UserImport;
  /** Where the notice has a button of its own. */
  onClose?: () => void;
}

const sayAll = (total: number) => `${total === 1 ? '' : 'All '}${sayCount(total, 'user')} imported`;
const sayMadePins = (made: number) =>
  `${sayUsers(made)} got a temporary PIN because theirs can’t be used. Select “Temporary PIN” users and print their cards.`;

/** Shows nothing while it runs. */
export function ImportEnd({ ended, onClose }: ImportEndProps) {
  const { state, failure, total, done, leftOut, madePins } = ended;
  const action = onClose && <Button onClick={onClose}>Close</Button>;
  if (state === 'failed') {
    return (
      <Notice
        tone="error"
        title={done === 0 ? 'No users imported' : 'The import stopped early'}
        action={action}
      >
        {failure} {madePins > 0 && sayMadePins(madePins)}
      </Notice>
    );
  }
  if (state !== 'done') return null;
  return (
    <Notice
      tone={failure === null && madePins === 0 ? 'success' : 'warning'}
      title={leftOut === 0 ? sayAll(total) : `Imported, except ${sayCount(leftOut, 'row')}`}
      action={action}
    >
      {sayCount(total, 'row')}. {madePins > 0 && sayMadePins(madePins)} {failure}
    </Notice>
  );
}
