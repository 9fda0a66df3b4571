// The page of one partner: its facts, its users, and at the bottom the way to add one.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Partner } from '../../../contract/endpoints/partners.ts';
import type { Session } from '../../../contract/endpoints/session.ts';
import { type Fact, Facts } from '../../ui/admin/facts.tsx';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { PageHeader, Panel } from '../../ui/admin/page-header.tsx';
import { showToast } from '../../ui/admin/toast.tsx';
import { BreakingText } from '../../ui/breaking-text.tsx';
import { Button } from '../../ui/button.tsx';
import { ButtonLink } from '../../ui/button-link.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PartnersIcon } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { InvitationNotice } from '../users/list/invitation-notice.tsx';
import { PinCardsPage } from '../users/pin-cards/pin-cards-page.tsx';
import { ShownOnceDialog } from '../users/pin-cards/shown-once-dialog.tsx';
import { useUserOutcomes } from '../users/use-user-outcomes.ts';
import type { ShownOnce, UserOutcome } from '../users/user-outcome.ts';
import { AddPartnerUserPanel } from './add-partner-user-panel.tsx';
import { PartnerDialog } from './partner-dialog.tsx';
import { PartnerPeople } from './partner-people.tsx';
import { partnersQuery, refreshPartners } from './partner-queries.ts';
import { PartnerState } from './partner-state.tsx';
import { SuspendPartnerButton } from './suspend-partner-button.tsx';
import './partners.css';

const none = <span className="fk-list-detail">Not entered</span>;

function listFacts({ contactName, contactEmail, contactPhone, userCount, state }: Partner): Fact[] {
  return [
    { label: 'Contact', value: contactName ? <bdi>{contactName}</bdi> : none },
    {
      label: 'Email address',
      value: contactEmail ? (
        <a href={`mailto:${contactEmail}`}>
          <BreakingText text={contactEmail} />
        </a>
      ) : (
        none
      ),
    },
    {
      label: 'Phone number',
      value: contactPhone ? <a href={`tel:${contactPhone}`}>{contactPhone}</a> : none,
    },
    { label: 'Users', value: userCount },
    { label: 'State', value: <PartnerState partner={{ state }} /> },
  ];
}

interface PartnerPageProps {
  partnerId: string;
  session: Session;
}

/** Stands at `/settings/partners?partner=…`. */
export function PartnerPage({ partnerId, session }: PartnerPageProps) {
  const { data, error, isPending, refetch } = useQuery(partnersQuery);
  const partner = data?.find(({ id }) => id === partnerId);
  usePageTitle(partner?.name ?? 'Partners');
  const [cards, setCards] = useState<readonly ShownOnce[] | null>(null);
  if (cards) {
    const { name } = session.organization;
    return <PinCardsPage organizationName={name} cards={cards} onDone={() => setCards(null)} />;
  }
  return (
    <>
      <div className="fk-partner-back">
        <ButtonLink href="/settings/partners" variant="quiet">
          All partners
        </ButtonLink>
      </div>
      <FailureNotice failure={error} onRetry={() => void refetch()} />
      {isPending && <SkeletonRows label="Loading" rows={3} />}
      {data && !partner && (
        <EmptyState icon={<PartnersIcon size={32} />} title="Partner not found">
          The address may be mistyped. Look for the partner in the list.
        </EmptyState>
      )}
      {partner && <OnePartner partner={partner} session={session} onCards={setCards} />}
    </>
  );
}

interface OnePartnerProps {
  partner: Partner;
  session: Session;
  onCards: (cards: readonly ShownOnce[]) => void;
}

function OnePartner({ partner, session, onCards }: OnePartnerProps) {
  const { permissions } = session;
  const [editing, setEditing] = useState(false);
  const { report, invitation, setInvitation, shownOnce, setShownOnce } = useUserOutcomes(session);
  const canManage = permissions.includes('partners:manage') && !session.limitedToUnits;
  const changed = (title: string) => {
    refreshPartners();
    showToast({ tone: 'success', title });
  };
  const told = (outcome: UserOutcome) => {
    refreshPartners();
    report(outcome);
  };
  return (
    <>
      <PageHeader
        title={partner.name}
        action={
          canManage && (
            <div className="fk-row">
              <SuspendPartnerButton
                partner={partner}
                onDone={({ name, state }) =>
                  changed(state === 'active' ? `Reactivated ${name}` : `Suspended ${name}`)
                }
              />
              <Button onClick={() => setEditing(true)}>Edit</Button>
            </div>
          )
        }
      />
      {invitation && (
        <InvitationNotice
          key={invitation.user.id + invitation.user.revision}
          {...invitation}
          onUndone={() =>
            told({
              users: [invitation.user],
              told: invitation.isNew ? 'Undone: no user was added' : 'Cancelled the invitation',
            })
          }
          onClose={() => setInvitation(null)}
        />
      )}
      {partner.state === 'suspended' && (
        <Notice tone="warning" title="This partner is suspended">
          None of its users can sign in until you reactivate it.
        </Notice>
      )}
      <Panel>
        <Facts facts={listFacts(partner)} />
      </Panel>
      {permissions.includes('users:read') && (
        <PartnerPeople partner={partner} session={session} onOutcome={told} />
      )}
      {permissions.includes('users:manage') && !session.limitedToUnits && partner.state === 'active' && (
        <AddPartnerUserPanel partner={partner} onOutcome={told} />
      )}
      {editing && (
        <PartnerDialog
          partner={partner}
          onDone={({ name }) => {
            changed(`Saved ${name}`);
            setEditing(false);
          }}
          onClose={() => setEditing(false)}
        />
      )}
      {shownOnce && (
        <ShownOnceDialog
          shown={shownOnce}
          onPrint={() => onCards([shownOnce])}
          onClose={() => setShownOnce(null)}
        />
      )}
    </>
  );
}
