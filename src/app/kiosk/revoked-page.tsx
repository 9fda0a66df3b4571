// What a revoked device shows: that it wiped itself, and when.
import { useEffect, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { formatMoment } from './format-moment.ts';

/** The moment at which the wipe was over, in milliseconds; `null` while it runs. */
function useWipeEnd(): number | null {
  const [endedAt, setEndedAt] = useState<number | null>(null);
  useEffect(() => {
    let shown = true;
    // The wipe holds this lock from its start to its end.
    void navigator.locks.request('floorkey-wipe', () => {
      if (shown) setEndedAt(Date.now());
    });
    return () => {
      shown = false;
    };
  }, []);
  return endedAt;
}

/** Stands in place of every screen from the moment of the revocation until the page is loaded anew. */
export function RevokedPage() {
  const endedAt = useWipeEnd();
  usePageTitle('Device revoked');
  return (
    <CenteredCard
      title="This device was revoked"
      lead={
        endedAt === null
          ? 'It’s deleting everything stored on it.'
          : `It wiped itself at ${formatMoment(endedAt, 'seconds')}. Nothing of your organization is left on it.`
      }
    >
      <Button size="large" wide onClick={() => location.assign('/')} disabled={endedAt === null}>
        Authorize it again
      </Button>
    </CenteredCard>
  );
}
