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
  added: 'was inserted outside the chain',
} as const;

function describeBroken({ kind, sequence }: NonNullable<AuditVerification['firstBroken']>): string {
  const event = sequence === null ? 'An event' : `Event ${sequence.toLocaleString()}`;
  return `${event} ${whatHappened[kind]}`;
}

function Outcome({ found }: { found: AuditVerification }) {
  if (found.firstBroken) {
    return (
      <Notice tone="error" title={describeBroken(found.firstBroken)}>
        Somebody with access to the database has tampered with the audit trail. Don’t trust it from there on:
        compare it with an earlier export or backup, and find out who has access.
      </Notice>
    );
  }
  return (
    <Notice
      tone="success"
      title={`The chain is intact: ${found.events.toLocaleString()} events, none changed`}
    >
      <p>
        Hash of the newest event: <code className="fk-audit-hash">{found.newestHash}</code>
      </p>
      <p>Keep a copy off this server. Later it can prove that the whole chain wasn’t rewritten.</p>
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
        Each event contains the hash of the one before, so none can be changed, deleted or inserted unnoticed.
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
