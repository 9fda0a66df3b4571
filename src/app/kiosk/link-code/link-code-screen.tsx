// The screen by which a tablet is linked from afar: a code for an admin elsewhere, and the way there as a QR code.
import { useCallback, useEffect, useState } from 'react';
import { pairingCodeMinutes, sayMinutes } from '../../../contract/durations.ts';
import {
  claimDevice,
  readShownLink,
  type ShownLink,
  showLink,
} from '../../../device/pairing/link-from-afar.ts';
import { isProblem, Unreachable } from '../../tablet/api.ts';
import { beginAsDevice } from '../../tablet/start-device.ts';
import { Button } from '../../ui/button.tsx';
import { CenteredCard } from '../../ui/centered-card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { Progress } from '../../ui/spinner.tsx';
import { QrCode } from './qr-code.tsx';
import './link-code.css';

const askEveryMilliseconds = 2000;

/** Waits for the approval; an expired code makes room for a new one by itself. */
function useLink() {
  const [link, setLink] = useState<ShownLink | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  const show = useCallback(async (kept?: ShownLink | null) => {
    setLink(null);
    setFailure(null);
    try {
      setLink(kept ?? (await showLink()));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  }, []);
  useEffect(
    () =>
      void readShownLink()
        .catch(() => null)
        .then(show),
    [show],
  );

  useEffect(() => {
    if (!link) return;
    let timer: ReturnType<typeof setTimeout>;
    let stopped = false;
    const ask = async () => {
      try {
        const device = await claimDevice(link);
        if (device && !stopped) return beginAsDevice(device);
      } catch (error) {
        if (stopped) return;
        if (isProblem(error, 'link_expired', 'not_found')) return void show();
        // The network may come back while the code still works.
        if (!(error instanceof Unreachable)) {
          setFailure(error instanceof Error ? error.message : String(error));
          return;
        }
      }
      if (!stopped) timer = setTimeout(() => void ask(), askEveryMilliseconds);
    };
    timer = setTimeout(() => void ask(), askEveryMilliseconds);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [link, show]);
  return { link, failure, show };
}

/** The code is nowhere but on this screen: the QR code only opens the page where it is typed. */
export default function LinkCodeScreen({ onClose }: { onClose: () => void }) {
  const { link, failure, show } = useLink();
  usePageTitle('Pair with a code');
  return (
    <CenteredCard
      title="Pair with a code"
      lead="An admin pairs this tablet from another device."
      footer={
        <Button variant="quiet" onClick={onClose}>
          Back
        </Button>
      }
    >
      {failure && (
        <Notice
          tone="error"
          title={failure}
          action={<Button onClick={() => void show()}>Try again</Button>}
        />
      )}
      {!link && !failure && <Progress label="Getting a code…" />}
      {link && !failure && (
        <div className="fk-link-code">
          <ol className="fk-steps">
            <li>
              On the other device, scan this, or open <strong>Authorized Devices</strong> and choose{' '}
              <strong>Pair a device</strong>.
            </li>
            <li>Enter the code below, check that the details match, name the tablet and approve.</li>
          </ol>
          <QrCode
            text={`${location.origin}/settings/devices?link=1`}
            label="The address of Authorized Devices"
          />
          <p className="fk-link-code-text">
            <span className="fk-unseen">Code: {link.code.split('').join(' ')}</span>
            <span aria-hidden="true">{link.code}</span>
          </p>
          <p role="status">
            Waiting for approval. This code works for {sayMinutes(pairingCodeMinutes)}, then you get a new
            one.
          </p>
        </div>
      )}
    </CenteredCard>
  );
}
