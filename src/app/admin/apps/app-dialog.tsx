// The dialog of an app: its form, what to type into the app’s own settings, and its secrets.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type App,
  type AppSession,
  deleteApp,
  makeAppSecret,
  secretOverlapHours,
} from '../../../contract/endpoints/apps.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { withStepUp } from '../../auth/step-up.ts';
import { ConfirmedAction } from '../../ui/admin/confirmed-action.tsx';
import { Dialog } from '../../ui/admin/dialog.tsx';
import { FormDialog } from '../../ui/admin/form-dialog.tsx';
import { Moment } from '../../ui/admin/moment.tsx';
import { Select } from '../../ui/admin/select.tsx';
import { Button } from '../../ui/button.tsx';
import { FormActions, FormStack } from '../../ui/form-layout.tsx';
import { devicesQuery } from '../devices/device-queries.ts';
import { askAnew, findIn, Newest } from '../newest.tsx';
import { unitsQuery } from '../units/unit-queries.ts';
import { Secret } from '../users/pin-cards/shown-once-dialog.tsx';
import { rolesQuery } from '../users/user-queries.ts';
import { AppForm } from './app-form.tsx';
import { appSessionsQuery, appsQuery } from './app-queries.ts';

const overlaps = secretOverlapHours.map((hours) => ({
  id: String(hours),
  label: hours === 0 ? 'Stop immediately' : hours === 24 ? 'Work for one day more' : 'Work for one week more',
}));

interface SecretActionProps {
  app: App;
  onMade: (app: App, secret: string | null) => void;
}

function NewSecret({ app, onMade }: SecretActionProps) {
  const [overlap, setOverlap] = useState('24');
  const make = async () => {
    const overlapHours = secretOverlapHours.find((hours) => String(hours) === overlap) ?? 0;
    const input = { params: { appId: app.id }, body: { overlapHours } };
    const made = await withStepUp(() => callSignedIn(makeAppSecret, input));
    onMade(made.app, made.secret);
  };
  return (
    <ConfirmedAction
      label="New secret"
      title="Make a new secret?"
      verb="Make new secret"
      tone="primary"
      act={make}
    >
      <Select label="Earlier secrets" options={overlaps} value={overlap} onChange={setOverlap} />
    </ConfirmedAction>
  );
}

/** What the app’s own settings ask for. */
function Connection({ app, issuer, onMade }: SecretActionProps & { issuer: string }) {
  return (
    <div className="fk-app-connection">
      <Secret label="Issuer (in the app’s settings)" text={issuer} end={null} />
      <Secret label="Client ID" text={app.id} end={null} />
      {app.isPublic ? (
        <p className="fk-list-detail">This app has no secret: it uses PKCE alone.</p>
      ) : (
        <div>
          {app.secrets.map(({ id, createdAt, endsAt }) => (
            <p key={id} className="fk-list-detail">
              Secret made <Moment at={createdAt} />
              {endsAt && (
                <>
                  , works until <Moment at={endsAt} />
                </>
              )}
            </p>
          ))}
          <NewSecret app={app} onMade={onMade} />
        </div>
      )}
    </div>
  );
}

/** Shows a secret that was just made, once, beside what else the app asks for. */
export function AppSecretDialog(props: { app: App; issuer: string; secret: string; onClose: () => void }) {
  const { app, issuer, secret, onClose } = props;
  return (
    <Dialog isOpen onClose={onClose} title={`Secret for ${app.name}`} width="narrow">
      <FormStack>
        <p>Copy it into the app’s settings now: it won’t be shown again.</p>
        <div className="fk-app-connection">
          <Secret label="Secret" text={secret} end={null} />
          <Secret label="Client ID" text={app.id} end={null} />
          <Secret label="Issuer" text={issuer} end={null} />
        </div>
        <FormActions>
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </FormActions>
      </FormStack>
    </Dialog>
  );
}

function DeleteApp({ app, onDeleted }: { app: App; onDeleted: (app: App) => void }) {
  const act = async () => {
    await withStepUp(() => callSignedIn(deleteApp, { params: { appId: app.id } }));
    onDeleted(app);
  };
  return (
    <ConfirmedAction label="Delete" title={`Delete “${app.name}”?`} verb="Delete" act={act}>
      <p>Its tile disappears, and its secrets stop working. This can’t be undone.</p>
    </ConfirmedAction>
  );
}

function sayEnd({ endedAt, logout, logoutFailure }: AppSession): string {
  if (endedAt === null) return 'is in it';
  if (logout === 'answered') return 'signed out, the app answered';
  if (logout === 'none') return 'signed out';
  const wait = logout === 'waiting' ? 'telling the app' : 'the app could not be told';
  return `signed out, ${wait}${logoutFailure ? `: ${logoutFailure}` : ''}`;
}

/** Who opened it last, and whether it answered when it was told of the end. */
function LastSessions({ app }: { app: App }) {
  const { data } = useQuery(appSessionsQuery(app.id));
  if (!data || data.length === 0) return null;
  return (
    <section>
      <h3 className="fk-field-label">Last opened</h3>
      <ul className="fk-app-sessions">
        {data.map((session) => (
          <li key={session.id} className="fk-list-detail">
            <bdi>{session.user}</bdi>
            {session.device && (
              <>
                {' '}
                on <bdi>{session.device}</bdi>
              </>
            )}
            , <Moment at={session.openedAt} />: {sayEnd(session)}
          </li>
        ))}
      </ul>
    </section>
  );
}

export interface AppDialogProps {
  /** `null` for a new one. */
  app: App | null;
  onSaved: (app: App, secret: string | null) => void;
  onDeleted: (app: App) => void;
  onClose: () => void;
}

async function askForChoices() {
  const [roles, { units }, devices] = await Promise.all([
    askAnew(rolesQuery),
    askAnew(unitsQuery),
    askAnew(devicesQuery),
  ]);
  return { roles, units, devices };
}

/** Is open for as long as it stands. */
export function AppDialog({ app, onSaved, onDeleted, onClose }: AppDialogProps) {
  const ask = async () => {
    const [{ apps, issuer }, choices] = await Promise.all([askAnew(appsQuery), askForChoices()]);
    return { app: app && findIn(apps, app), issuer, choices };
  };
  return (
    <FormDialog title={app ? app.name : 'Add app'} onClose={onClose}>
      {(close) => (
        <Newest of={['app', app?.id ?? 'new']} ask={ask}>
          {({ app: newest, issuer, choices }) => (
            <AppForm
              app={newest}
              choices={choices}
              onDone={onSaved}
              onCancel={close}
              deletion={newest && <DeleteApp app={newest} onDeleted={onDeleted} />}
            >
              {newest?.kind === 'oidc' && <Connection app={newest} issuer={issuer} onMade={onSaved} />}
              {newest?.kind === 'oidc' && <LastSessions app={newest} />}
            </AppForm>
          )}
        </Newest>
      )}
    </FormDialog>
  );
}
