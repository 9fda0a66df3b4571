// "2 emails could not be delivered": a notice above the users, and the list behind it with "Try again".
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  listUndeliveredMails,
  retryMail,
  type UndeliveredMail,
} from '../../../../contract/endpoints/mails.ts';
import { isMailKind, mailKinds } from '../../../../contract/mail-kinds.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { queryClient } from '../../../auth/server-state.tsx';
import { Dialog } from '../../../ui/admin/dialog.tsx';
import { FailureNotice } from '../../../ui/admin/failure-notice.tsx';
import { Ago } from '../../../ui/admin/moment.tsx';
import { showToast } from '../../../ui/admin/toast.tsx';
import { useWork } from '../../../ui/admin/use-work.ts';
import { BreakingText } from '../../../ui/breaking-text.tsx';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { sayCount } from '../../say-count.ts';
import './undelivered-mails.css';

const undeliveredQuery = queryOptions({
  queryKey: ['mails', 'undelivered'],
  queryFn: ({ signal }) => callSignedIn(listUndeliveredMails, {}, { signal }),
  refetchInterval: 15_000,
});

/** For those who may manage users; shows nothing while every mail has arrived. */
export function UndeliveredMails() {
  const { data, error, refetch } = useQuery(undeliveredQuery);
  const [isOpen, setIsOpen] = useState(false);
  if (!data) return <FailureNotice failure={error} onRetry={() => void refetch()} />;
  if (data.total === 0) return null;
  return (
    <>
      <Notice
        tone="warning"
        title={`${sayCount(data.total, 'email')} could not be delivered`}
        action={<Button onClick={() => setIsOpen(true)}>See why</Button>}
      />
      <Dialog isOpen={isOpen} onClose={() => setIsOpen(false)} title="Emails that could not be delivered">
        <ul className="fk-undelivered">
          {data.mails.map((mail) => (
            <Undelivered key={mail.id} mail={mail} />
          ))}
        </ul>
        {data.mails.length < data.total && (
          <p className="fk-undelivered-quiet">Showing the newest {data.mails.length}.</p>
        )}
      </Dialog>
    </>
  );
}

function Undelivered({ mail }: { mail: UndeliveredMail }) {
  const work = useWork();
  const retry = () =>
    work.run(async () => {
      await callSignedIn(retryMail, { params: { mailId: mail.id } });
      showToast({ tone: 'success', title: 'Sending the email again', text: mail.recipient });
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['mails'] }),
        queryClient.invalidateQueries({ queryKey: ['users'] }),
      ]);
    });
  return (
    <li className="fk-undelivered-mail">
      <div className="fk-undelivered-words">
        <p className="fk-undelivered-name">
          <bdi>{mail.user.name}</bdi>
        </p>
        <p className="fk-undelivered-quiet">
          {isMailKind(mail.kind) ? mailKinds[mail.kind] : 'Email'} to <BreakingText text={mail.recipient} />,{' '}
          <Ago at={mail.createdAt} />
        </p>
        <p>{mail.failure}</p>
        {mail.trying && <p>Floorkey keeps trying for about a day.</p>}
        {!mail.canRetry && (
          <p>
            {mail.kind === 'invitation'
              ? 'Its link has expired. Open the user and send a new invitation.'
              : 'It can’t be sent again because it’s out of date.'}
          </p>
        )}
      </div>
      {mail.canRetry && (
        <Button busy={work.busy} onClick={retry} aria-label={`Try again: ${mail.user.name}`}>
          Try again
        </Button>
      )}
      <FailureNotice failure={work.failure} onRetry={retry} />
    </li>
  );
}
