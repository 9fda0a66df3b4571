// The screen "Authorized Devices": what is linked, how it is, and the way to link this browser or cut one off.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { type Device, revokedMost } from '../../../contract/endpoints/devices.ts';
import type { Session } from '../../../contract/endpoints/session.ts';
import { useDeviceState } from '../../tablet/device-state.ts';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { PageHeader } from '../../ui/admin/page-header.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TabletIcon } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { signOutOrTell } from '../account-menu.tsx';
import { AuthorizeDialog } from './authorize-dialog.tsx';
import { DeviceCard } from './device-card.tsx';
import { devicesQuery } from './device-queries.ts';
import { EditDeviceButton } from './edit-device-button.tsx';
import { LiftPauseButton } from './lift-pause-button.tsx';
import { LinkTabletDialog } from './link-tablet-dialog.tsx';
import { ReviewDialog } from './review-dialog.tsx';
import { RevokeButton } from './revoke-button.tsx';
import { useReviewedDevice } from './use-reviewed-device.ts';
import './devices.css';

const standings = {
  unknown: 'This server doesn’t know this device.',
  'two-places': 'This device is used in two places, so it’s paused.',
};

function Authorized({ name, kept }: { name: string; kept: boolean }) {
  return (
    <Notice
      tone="success"
      title={`This device is authorized as “${name}”`}
      action={<Button onClick={() => void signOutOrTell()}>Sign out now</Button>}
    >
      <p>Sign out to show the PIN pad.</p>
      <p>
        {kept
          ? 'This browser keeps its authorization.'
          : 'This browser may delete its authorization when the disk is full. Install the app or add it to the home screen to keep it.'}
      </p>
    </Notice>
  );
}

interface DeviceListProps {
  devices: readonly Device[];
  canEdit: boolean;
  canRevoke: boolean;
  withUnits: boolean;
  onReview: (device: Device) => void;
}

function DeviceList({ devices, canEdit, canRevoke, withUnits, onReview }: DeviceListProps) {
  const thisId = useDeviceState(({ deviceId }) => deviceId);
  const ownFirst = devices.toSorted((a, b) => Number(b.id === thisId) - Number(a.id === thisId));
  return (
    <ul className="fk-devices">
      {ownFirst.map((device) => (
        <DeviceCard key={device.id} device={device} isThis={device.id === thisId}>
          {device.toReview > 0 && (
            <Button onClick={() => onReview(device)} aria-label={`To review: ${device.name}`}>
              To review
            </Button>
          )}
          {canEdit && <EditDeviceButton device={device} withUnits={withUnits} />}
          {canRevoke && (
            <>
              {device.pausedUntil && <LiftPauseButton device={device} />}
              <RevokeButton device={device} isThis={device.id === thisId} />
            </>
          )}
        </DeviceCard>
      ))}
    </ul>
  );
}

/** Stands at `/settings/devices`. */
export function DevicesPage({ session }: { session: Session }) {
  usePageTitle('Authorized Devices');
  const { data, error, isPending, refetch } = useQuery(devicesQuery);
  const { phase, deviceName, storageProblem, standing } = useDeviceState();
  const linksAgain = phase === 'linked' && standing !== null;
  const [done, setDone] = useState<{ kept: boolean } | null>(null);
  const [parameters] = useSearchParams();
  const [linked, setLinked] = useState<string | null>(null);
  const mayAuthorize = session.permissions.includes('devices:authorize');
  const canRevoke = session.permissions.includes('devices:revoke');
  // From the start page, for as long as this browser is no device.
  const [asking, setAsking] = useState<boolean | null>(
    mayAuthorize && parameters.has('authorize') ? null : false,
  );
  const review = useReviewedDevice(data);
  const withUnits = session.permissions.includes('units:read');
  const inForce = data?.filter(({ revokedAt }) => revokedAt === null) ?? [];
  const revoked = data?.filter(({ revokedAt }) => revokedAt !== null) ?? [];
  const [linking, setLinking] = useState(mayAuthorize && parameters.has('link'));
  const authorize = mayAuthorize && (
    <div className="fk-row">
      <Button onClick={() => setLinking(true)}>Pair a device</Button>
      {(phase === 'unlinked' || linksAgain) && (
        <Button variant="primary" icon={<TabletIcon />} onClick={() => setAsking(true)}>
          {linksAgain ? 'Authorize again' : 'Authorize Device'}
        </Button>
      )}
    </div>
  );
  return (
    <>
      <PageHeader
        title="Authorized Devices"
        lead={
          linksAgain ? (
            <>
              {standings[standing]} Authorize it again as “<bdi>{deviceName}</bdi>” to use it with this
              server.
            </>
          ) : phase === 'linked' ? (
            <>
              This browser is already authorized as “<bdi>{deviceName}</bdi>”.
            </>
          ) : (
            'Open this page on the device you want to share and authorize it there, or pair it from here with the code it shows.'
          )
        }
        action={authorize}
      />
      {linked && (
        <Notice tone="success" title={`“${linked}” is paired`}>
          The PIN pad opens on it within a few seconds.
        </Notice>
      )}
      {done && phase === 'linked' && <Authorized name={deviceName} kept={done.kept} />}
      {storageProblem && (
        <Notice tone="warning" title="The storage of this browser fails">
          {storageProblem}
        </Notice>
      )}
      <FailureNotice failure={error} onRetry={() => void refetch()} />
      {isPending && <SkeletonRows label="Loading" rows={3} />}
      {data && inForce.length === 0 && (
        <EmptyState
          icon={<TabletIcon size={32} />}
          title={revoked.length > 0 ? 'No tablet is authorized now' : 'No tablet is authorized yet'}
        >
          Sign in on the tablet itself, come back to this page there, and press “Authorize Device”.
        </EmptyState>
      )}
      {inForce.length > 0 && (
        <>
          <h2 className="fk-unseen">Active</h2>
          <DeviceList
            devices={inForce}
            canEdit={mayAuthorize}
            canRevoke={canRevoke}
            withUnits={withUnits}
            onReview={review.open}
          />
        </>
      )}
      {revoked.length > 0 && (
        <>
          <h2 className="fk-devices-title">Revoked</h2>
          <DeviceList
            devices={revoked}
            canEdit={false}
            canRevoke={false}
            withUnits={false}
            onReview={review.open}
          />
          {revoked.length >= revokedMost && (
            <p className="fk-list-detail">
              The last {revokedMost} revoked devices. Earlier ones are in the audit trail.
            </p>
          )}
        </>
      )}
      {linking && (
        <LinkTabletDialog
          withUnits={withUnits}
          onDone={({ name }) => {
            setLinking(false);
            setLinked(name);
          }}
          onClose={() => setLinking(false)}
        />
      )}
      {review.device && (
        <ReviewDialog
          key={review.device.id}
          device={review.device}
          canDecide={canRevoke}
          onClose={review.close}
        />
      )}
      {(asking ?? phase === 'unlinked') && (
        <AuthorizeDialog
          withUnits={withUnits}
          onDone={(result) => {
            setAsking(false);
            setDone(result);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
