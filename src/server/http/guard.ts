// Who may call an endpoint: the check that stands before every handler, made from the contract.
import type { Context as HonoContext } from 'hono';
import { sayMinutes, stepUpMinutes } from '../../contract/durations.ts';
import type { Access } from '../../contract/endpoint.ts';
import { pinSessionHeader, signedInAsHeader } from '../../contract/headers.ts';
import { permissions } from '../../contract/permissions.ts';
import type { Context } from '../context.ts';
import type { ProvenKey } from '../domain/access/call.ts';
import {
  identifyDevice,
  type KnownDevice,
  type ProofRequest,
  requireInForce,
  spendProof,
  verifyProof,
} from '../domain/access/device-identity.ts';
import { ProblemError } from '../domain/access/problem-error.ts';
import { requirePermission, type SignedIn } from '../domain/access/signed-in.ts';
import { requireStepUp } from '../domain/access/step-up.ts';
import { findPinSession } from '../domain/pins/pin-session.ts';
import { findAccountSession } from '../domain/sign-in/account-session.ts';
import { requirePasskeyStep } from '../domain/sign-in/required-passkey.ts';
import { ownOrigins } from './request-source.ts';
import { readSessionCookie } from './session-cookie.ts';

export type Caller =
  | { who: 'anyone'; newDeviceKey: ProvenKey | null }
  | { who: 'device'; device: KnownDevice }
  | { who: 'session'; signedIn: SignedIn; newDeviceKey: ProvenKey | null };

const scheme = /^DPoP ([A-Za-z0-9._-]{1,200})$/i;

function proofRequest(context: Context, request: HonoContext): ProofRequest {
  const { pathname } = new URL(request.req.url);
  return {
    proof: request.req.header('dpop'),
    method: request.req.method,
    urls: ownOrigins(context, request).map((origin) => origin + pathname),
  };
}

async function admitDevice(
  context: Context,
  request: HonoContext,
  revokedToo: boolean,
): Promise<KnownDevice> {
  const [, token] = scheme.exec(request.req.header('authorization') ?? '') ?? [];
  if (!token)
    throw new ProblemError('device_unknown', 'This device is not authorized. An admin can authorize it.');
  const device = await identifyDevice(context, token, proofRequest(context, request));
  if (!revokedToo) await requireInForce(context, device);
  return device;
}

async function findSignedIn(context: Context, request: HonoContext): Promise<SignedIn | null> {
  if (request.req.header('authorization') === undefined) {
    const token = readSessionCookie(context, request);
    return token ? findAccountSession(context, token) : null;
  }
  const device = await admitDevice(context, request, false);
  const token = request.req.header(pinSessionHeader);
  return token ? findPinSession(context, device, token) : null;
}

async function proveNewKey(context: Context, request: HonoContext): Promise<ProvenKey> {
  const { publicKey, thumbprint, jti } = await verifyProof(context, proofRequest(context, request), null);
  await spendProof(context, thumbprint, jti);
  return { publicKey, thumbprint };
}

async function admitSession(
  context: Context,
  request: HonoContext,
  access: Extract<Access, { who: 'session' }>,
  onFound: (signedIn: SignedIn) => void,
): Promise<Caller> {
  const signedIn = await findSignedIn(context, request);
  if (!signedIn)
    throw new ProblemError(
      'not_signed_in',
      'You’re not signed in, or your session has ended. Sign in and try again.',
    );
  const expected = request.req.header(signedInAsHeader);
  if (expected !== undefined && expected !== signedIn.user.id) {
    throw new ProblemError(
      'session_changed',
      'Somebody else has signed in in this browser meanwhile. Nothing was done in their name. Reload this page.',
    );
  }
  onFound(signedIn);
  if (access.account && signedIn.kind !== 'account') {
    throw new ProblemError('assurance_too_low', 'Sign in with your email address and password to do this.');
  }
  requirePasskeyStep(signedIn, access.beforePasskey);
  if (access.permission) requirePermission(signedIn, access.permission);
  if (access.stepUp) requireStepUp(signedIn, context.clock());
  const newDeviceKey = access.newDeviceKey ? await proveNewKey(context, request) : null;
  return { who: 'session', signedIn, newDeviceKey };
}

/**
 * Lets a request in, or not. Permission, assurance and revocation are read from the database for each request.
 * Not yet verified: that the request came from our own pages (the route does, before), what it asks for, and whose it is (each domain function looks within the organization).
 * @param onFound is told who is signed in before anything is asked of them
 * @throws ProblemError that says what is missing
 */
export async function admit(
  context: Context,
  request: HonoContext,
  access: Access,
  onFound: (signedIn: SignedIn) => void,
): Promise<Caller> {
  switch (access.who) {
    case 'anyone':
      return {
        who: 'anyone',
        newDeviceKey: access.newDeviceKey ? await proveNewKey(context, request) : null,
      };
    case 'device':
      return { who: 'device', device: await admitDevice(context, request, access.revoked !== undefined) };
    case 'session':
      return admitSession(context, request, access, onFound);
  }
}

/** The assurance that an endpoint asks for, in words for the OpenAPI document. */
export function describeAccess(access: Access): string {
  if (access.who === 'anyone') return access.newDeviceKey ? 'Anyone who proves a new key.' : 'Anyone.';
  if (access.who === 'device')
    return access.revoked ? 'An authorized or revoked device.' : 'An authorized device.';
  const { permission } = access;
  const needs = [
    permission ? `the permission \`${permission}\`` : 'any session',
    access.account || (permission && permissions[permission].assurance !== 'pin')
      ? 'opened with a password or passkey'
      : null,
    access.stepUp
      ? `with the password entered or a passkey used in the last ${sayMinutes(stepUpMinutes)}`
      : null,
    access.beforePasskey === 'always'
      ? 'even before the required passkey was used'
      : access.beforePasskey
        ? 'even before the required passkey was added'
        : null,
  ];
  return `A session: ${needs.filter((need) => need !== null).join(', ')}.`;
}
