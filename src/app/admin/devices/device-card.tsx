// One device of the list: its name, how it is, and what can be done with it.
import type { ReactNode } from 'react';
import { pollSeconds } from '../../../contract/durations.ts';
import type { Device } from '../../../contract/endpoints/devices.ts';
import { type Fact, Facts } from '../../ui/admin/facts.tsx';
import { Ago, Moment } from '../../ui/admin/moment.tsx';
import { Badge } from '../../ui/badge.tsx';
import { sayCount } from '../say-count.ts';
import { RevokedState } from './revoked-state.tsx';
import './devices.css';

export interface DeviceCardProps {
  device: Device;
  /** Whether it is the browser that shows this. */
  isThis: boolean;
  /** The buttons. */
  children?: ReactNode;
}

function describeStorage({ storagePersisted }: Device): string {
  if (storagePersisted === null) return 'Unknown';
  return storagePersisted ? 'Kept' : 'May be cleared';
}

function Queue({ queueLength, oldestUnsentAt, connected, lastSyncAt }: Device) {
  return (
    <>
      {queueLength === 0 ? 'Nothing waiting' : `${sayCount(queueLength, 'event')} waiting`}
      {queueLength > 0 && oldestUnsentAt && (
        <>
          , the oldest from <Ago at={oldestUnsentAt} />
        </>
      )}
      {!connected && lastSyncAt && (
        <>
          {' '}
          (last sync <Ago at={lastSyncAt} />)
        </>
      )}
    </>
  );
}

function TwoPlaces({ at }: { at: string }) {
  return (
    <p>
      Paused since <Moment at={at} /> because a copy of it was used. Authorize it again on the device itself,
      or revoke it.
    </p>
  );
}

const wipes = {
  'after-sync': 'Available after its next sync',
  'after-relink': 'Not available until it’s authorized again. Revoking still locks it out.',
};

function listFacts(device: Device): Fact[] {
  const { unit, remoteWipe, live, connected, appVersion, lastSyncAt, authorizedAt, authorizedBy } = device;
  const by = authorizedBy && (
    <>
      {' by '}
      <bdi>{authorizedBy}</bdi>
    </>
  );
  return [
    { label: 'App version', value: appVersion ?? 'Unknown' },
    { label: 'Last sync', value: lastSyncAt ? <Ago at={lastSyncAt} /> : 'Not yet' },
    ...(live === false && connected
      ? [{ label: 'Live connection', value: `None: checks every ${pollSeconds} seconds` }]
      : []),
    { label: 'Storage', value: describeStorage(device) },
    ...(remoteWipe === 'works' ? [] : [{ label: 'Remote wipe', value: wipes[remoteWipe] }]),
    { label: 'Offline events', value: <Queue {...device} /> },
    ...(unit ? [{ label: 'Unit', value: <bdi>{unit.name}</bdi> }] : []),
    {
      label: 'Authorized',
      value: (
        <>
          <Moment at={authorizedAt} />
          {by}
        </>
      ),
    },
  ];
}

function LiveState({ connected, lastSeenAt }: Device) {
  if (connected) return <Badge tone="success">Connected</Badge>;
  if (lastSeenAt === null) return <Badge>Not seen yet</Badge>;
  return (
    <Badge>
      Last seen <Ago at={lastSeenAt} />
    </Badge>
  );
}

/** A list item; a revoked device shows when it was revoked and wiped instead of how it is. */
export function DeviceCard({ device, isThis, children }: DeviceCardProps) {
  const { name, twoPlacesAt, pausedUntil, revokedAt, revokedBy, toReview } = device;
  return (
    <li className="fk-device">
      <div className="fk-device-head">
        <div className="fk-device-title">
          <h3 className="fk-device-name">
            <bdi>{name}</bdi>
          </h3>
          {isThis && <Badge tone="accent">This device</Badge>}
          {revokedAt === null ? <LiveState {...device} /> : <Badge tone="error">Revoked</Badge>}
          {revokedAt === null && twoPlacesAt && <Badge tone="error">Used in two places</Badge>}
          {revokedAt === null && pausedUntil && (
            <Badge tone="warning">
              Paused until <Moment at={pausedUntil} />
            </Badge>
          )}
          {toReview > 0 && <Badge tone="warning">{toReview} to review</Badge>}
        </div>
        {children && <div className="fk-row fk-gap-2">{children}</div>}
      </div>
      {revokedAt === null && twoPlacesAt && <TwoPlaces at={twoPlacesAt} />}
      {revokedAt === null ? <Facts facts={listFacts(device)} /> : <RevokedState device={device} />}
      {revokedAt !== null && revokedBy && (
        <p className="fk-device-by">
          by <bdi>{revokedBy}</bdi>
        </p>
      )}
    </li>
  );
}
