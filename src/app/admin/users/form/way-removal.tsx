// Taking a PIN or password away from a user: offered, and then shown until it is saved or taken back.
import type { ReactNode } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';

export interface WayRemovalProps {
  /** "PIN" or "password". */
  what: string;
  removing: boolean;
  onChange: (removing: boolean) => void;
  /** The field, which stands here while nothing is taken away. */
  children: ReactNode;
}

/** "Remove PIN" below the field; then a notice in the field's place, with "Keep PIN". */
export function WayRemoval({ what, removing, onChange, children }: WayRemovalProps) {
  if (removing) {
    const keep = <Button onClick={() => onChange(false)}>Keep {what}</Button>;
    return <Notice tone="warning" title={`The ${what} goes when you save`} action={keep} />;
  }
  return (
    <div className="fk-way">
      {children}
      <Button variant="quiet" onClick={() => onChange(true)}>
        Remove {what}
      </Button>
    </div>
  );
}
