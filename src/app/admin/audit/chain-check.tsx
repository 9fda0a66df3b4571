// "Check the chain": asks the server whether every event is as it was written, and says what came out.
import { useState } from 'react';
import { type AuditVerification, verifyAuditTrail } from '../../../contract/endpoints/audit-events.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { Panel } from '../../ui/admin/page-header.tsx';
import { useWork } from '../../ui/admin/use-work.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

// A long trail is read whole.
const milliseconds = 300_000;

const whatHappened = {
  changed: 'was changed after it was written',
  missing: 'is missing',
  added: 'was slipped in past the chain',
} as const;

function describeBroken({ kind, sequence }: NonNullable<AuditVerification['firstBroken']>): string {
  const event = sequence === null ? 'An event' : `Event ${sequence.toLocaleString()}`;
  return `${event} ${whatHappened[kind]}`;
}

function Outcome({ found }: { found: AuditVerification }) {
  if (found.firstBroken) {
    return (
      <Notice tone="error" title={describeBroken(found.firstBroken)}>
        Somebody with access to the database has meddled with the trail. Don’t trust what it says from there
        on; compare it with an export or a backup from before, and find out who has that access.
      </Notice>
    );
  }
  return (
    <Notice
      tone="success"
      title={`The chain is whole: ${found.events.toLocaleString()} events are as they were written`}
    >
      <p>
        Hash of the newest one: <code className="fk-audit-hash">{found.newestHash}</code>
      </p>
      <p>Keep it outside of this server: it shows later that nobody wrote the whole chain anew.</p>
    </Notice>
  );
}

/** Takes a moment for a long trail. */
export function ChainCheck() {
  const [found, setFound] = useState<AuditVerification | null>(null);
  const work = useWork();
  const check = () =>
    work.run(async () => {
      setFound(null);
      setFound(await callSignedIn(verifyAuditTrail, {}, { milliseconds }));
    });
  return (
    <Panel title="The chain">
      <p>
        Each event carries the hash of the one before, so that nobody can change, delete or slip in one
        without a trace.
      </p>
      {found && <Outcome found={found} />}
      <FailureNotice failure={work.failure} onRetry={check} />
      <div>
        <Button busy={work.busy} onClick={check}>
          Check the chain
        </Button>
      </div>
    </Panel>
  );
}
