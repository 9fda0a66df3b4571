// The screen "Users": the users of the organization, with search, filters, order and pages.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Session } from '../../../../contract/endpoints/session.ts';
import { FailureNotice } from '../../../ui/admin/failure-notice.tsx';
import { PageHeader, Toolbar } from '../../../ui/admin/page-header.tsx';
import { Pager } from '../../../ui/admin/pager.tsx';
import { SearchField } from '../../../ui/admin/search-field.tsx';
import { usePageTitle } from '../../../ui/page-title.ts';
import { MailWarning } from '../../organization/mail-warning.tsx';
import { sayUsers } from '../../say-count.ts';
import { ForgottenPins } from '../forgotten-pins/forgotten-pins.tsx';
import { UserDialogs, type UserTask } from '../form/user-dialogs.tsx';
import { ImportNotice } from '../import/import-notice.tsx';
import { PinCardsPage } from '../pin-cards/pin-cards-page.tsx';
import { ShownOnceDialog } from '../pin-cards/shown-once-dialog.tsx';
import { useUserChoices } from '../use-user-choices.ts';
import { refreshUsers, useUserOutcomes } from '../use-user-outcomes.ts';
import type { ShownOnce } from '../user-outcome.ts';
import { usersQuery } from '../user-queries.ts';
import { InvitationNotice } from './invitation-notice.tsx';
import { NobodyFound } from './nobody-found.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { UndeliveredMails } from './undelivered-mails.tsx';
import { useSelectedUsers } from './use-selected-users.ts';
import { useSettled } from './use-settled.ts';
import { useUsersAddress } from './use-users-address.ts';
import { UserFilters } from './user-filters.tsx';
import { UserListActions } from './user-list-actions.tsx';
import { UsersTable } from './users-table.tsx';
import { countFilters } from './users-view.ts';
import { UsersWelcome } from './users-welcome.tsx';

/** Stands at `/settings/users`. */
export function UsersPage({ session }: { session: Session }) {
  const [cards, setCards] = useState<readonly ShownOnce[] | null>(null);
  if (!cards) return <UserList session={session} onCards={setCards} />;
  const { name } = session.organization;
  return <PinCardsPage organizationName={name} cards={cards} onDone={() => setCards(null)} />;
}

interface UserListProps {
  session: Session;
  onCards: (cards: readonly ShownOnce[]) => void;
}

function UserList({ session, onCards }: UserListProps) {
  usePageTitle('Users');
  const canManage = session.permissions.includes('users:manage');
  const { text, setText, view, show, showEverybody } = useUsersAddress();
  const { data, error, isPending, refetch } = useQuery(usersQuery(view));
  // Fetched ahead, so that the dialog stands at once in its full size.
  useUserChoices(session, canManage);
  const settled = useSettled();
  const selection = useSelectedUsers(data?.users ?? [], view);
  const [task, setTask] = useState<UserTask | null>(null);
  const { report, invitation, setInvitation, shownOnce, setShownOnce } = useUserOutcomes(session);
  const total = data?.total ?? 0;
  const isNarrowed = view.search !== '' || countFilters(view) > 0;
  const print = (made: readonly ShownOnce[]) => {
    refreshUsers(
      made.map(({ user }) => user),
      session,
    );
    scrollTo(0, 0);
    onCards(made);
  };
  return (
    <>
      <PageHeader
        title="Users"
        action={canManage && <UserListActions view={view} onAdd={() => setTask({ kind: 'add' })} />}
      />
      {invitation && (
        <InvitationNotice
          key={invitation.user.id + invitation.user.revision}
          {...invitation}
          onUndone={() => {
            const told = invitation.isNew ? 'Undone: no user was added' : 'Cancelled the invitation';
            report({ users: [invitation.user], told });
          }}
          onClose={() => setInvitation(null)}
        />
      )}
      {canManage && <ImportNotice />}
      {/* The notice of an invitation says it, too. */}
      {canManage && !invitation && <MailWarning short />}
      {canManage && <UndeliveredMails />}
      <ForgottenPins session={session} onPin={setShownOnce} />
      {!isNarrowed && session.isOwner && <UsersWelcome session={session} hasPeople={data && total > 1} />}
      <Toolbar>
        <SearchField label="Search users" value={text} onChange={setText} />
        <span role="status">{data && `${data.isMore ? 'More than ' : ''}${sayUsers(total)}`}</span>
        <UserFilters session={session} view={view} onShow={show} />
      </Toolbar>
      <FailureNotice failure={error} onRetry={() => void refetch()} />
      {(data || isPending) && (
        <UsersTable
          users={settled ? (data?.users ?? []) : []}
          loading={isPending || !settled}
          canManage={canManage}
          onOpen={(user) => setTask({ kind: 'edit', user })}
          view={view}
          onSort={show}
          selected={selection.ids}
          onSelect={selection.select}
          empty={
            <NobodyFound
              search={view.search}
              isFiltered={countFilters(view) > 0}
              onShowEverybody={showEverybody}
              onFirstPage={() => show({ page: 1 })}
            />
          }
        />
      )}
      <SelectionBar
        count={selection.users.length}
        onDelete={() => setTask({ kind: 'delete', users: selection.users })}
        onPrint={() => setTask({ kind: 'print', users: selection.users })}
        onClear={selection.clear}
      />
      {data && (
        <Pager
          page={view.page}
          pageSize={data.pageSize}
          total={total}
          isMore={data.isMore}
          onPage={(page) => show({ page })}
        />
      )}
      <UserDialogs
        session={session}
        task={task}
        onOutcome={(outcome) => {
          if (task?.kind === 'delete') selection.clear();
          report(outcome);
        }}
        onCards={print}
        onClose={() => setTask(null)}
      />
      {shownOnce && (
        <ShownOnceDialog
          shown={shownOnce}
          onPrint={() => print([shownOnce])}
          onClose={() => setShownOnce(null)}
        />
      )}
    </>
  );
}
