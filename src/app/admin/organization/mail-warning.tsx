// "This server can’t send emails yet": stands where somebody would wait for one that never comes.
import { useQuery } from '@tanstack/react-query';
import { Notice } from '../../ui/notice.tsx';
import { organizationQuery } from './organization-query.ts';

/** Shows nothing once the server has a mail server, or while that is not known. */
export function MailWarning() {
  const { data } = useQuery(organizationQuery);
  if (data?.mailDelivery !== 'files') return null;
  return (
    <Notice tone="warning" title="This server can’t send emails yet">
      Emails are written to files on the server, in the folder “mail” of its data, and reach nobody. Whoever
      runs the server can change that with SMTP_URL. Until then, copy invitation links and pass them on
      yourself.
    </Notice>
  );
}
