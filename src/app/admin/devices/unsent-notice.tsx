// What becomes of the events that a tablet noted and could not send, when it is linked again.
import { useEffect, useState } from 'react';
import { countEvents } from '../../../device/store/outbox.ts';
import { Notice } from '../../ui/notice.tsx';
import { sayCount } from '../say-count.ts';

/** Nothing where there are none. */
export function UnsentNotice() {
  const [count, setCount] = useState(0);
  useEffect(() => {
    countEvents().then(setCount, () => undefined);
  }, []);
  if (count === 0) return null;
  return (
    <Notice tone="info" title={`${sayCount(count, 'event')} not sent yet`}>
      They’re kept and sent if this device belonged to this organization before. Otherwise they’re deleted.
    </Notice>
  );
}
