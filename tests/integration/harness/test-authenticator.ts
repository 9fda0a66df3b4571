// An authenticator in software (WebAuthn Level 3): it makes passkeys and signs with them, and errs where a test tells it to.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { NewPasskey, PasskeyAnswer, PasskeyRequest } from '../../../src/contract/endpoints/passkeys.ts';

/** What of an answer is not as it should be. */
export type Flaws = {
  readonly origin?: string;
  readonly rpId?: string;
  /** Whether the person was verified, by a PIN or a finger. */
  readonly verified?: boolean;
  readonly type?: string;
  /** What the counter stands at instead of one more than before. */
  readonly counter?: number;
  /** Another key than the passkey's signs. */
  readonly wrongKey?: boolean;
  readonly userHandle?: string;
};

/** Everything by which an answer can be not what was asked for, whether a passkey is made or used. */
export const flawsOfAll: readonly (readonly [string, Flaws])[] = [
  ['of another origin', { origin: 'http://evil.example' }],
  ['of the same host at another port', { origin: 'http://localhost:1' }],
  ['for another server', { rpId: 'evil.example' }],
  ['of somebody whom the authenticator did not verify', { verified: false }],
];

// The few kinds of CBOR (RFC 8949) that an attestation needs.
const head = (major: number, count: number): Buffer => {
  if (count < 24) return Buffer.from([(major << 5) | count]);
  if (count < 256) return Buffer.from([(major << 5) | 24, count]);
  return Buffer.from([(major << 5) | 25, count >> 8, count & 255]);
};
const cborInteger = (value: number) => (value < 0 ? head(1, -1 - value) : head(0, value));
const cborBytes = (value: Buffer) => Buffer.concat([head(2, value.length), value]);
const cborText = (value: string) => Buffer.concat([head(3, value.length), Buffer.from(value)]);
const cborMap = (entries: readonly (readonly [Buffer, Buffer])[]) =>
  Buffer.concat([head(5, entries.length), ...entries.flat()]);

const base64url = (bytes: Buffer) => bytes.toString('base64url');
const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest();

const userPresent = 1;
const userVerified = 4;
const attested = 64;

/** ES256 on P-256 (RFC 9053, section 2.1). */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return cborMap([
    [cborInteger(1), cborInteger(2)],
    [cborInteger(3), cborInteger(-7)],
    [cborInteger(-1), cborInteger(1)],
    [cborInteger(-2), cborBytes(Buffer.from(x, 'base64url'))],
    [cborInteger(-3), cborBytes(Buffer.from(y, 'base64url'))],
  ]);
}

const makeKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Holds one passkey. */
export class TestAuthenticator {
  readonly #origin: string;
  readonly #credentialId = randomBytes(32);
  readonly #keys = makeKeys();
  #userHandle = '';
  #counter = 0;

  /** @param origin the page that asks */
  constructor(origin: string) {
    this.#origin = origin;
  }

  /** How often it has signed. */
  get counter(): number {
    return this.#counter;
  }

  get credentialId(): string {
    return base64url(this.#credentialId);
  }

  /** What a server keeps of the passkey. */
  get stored(): { credentialId: Buffer; publicKey: Buffer } {
    return { credentialId: this.#credentialId, publicKey: coseKey(this.#keys.publicKey) };
  }

  #clientData(type: string, challenge: string, { origin = this.#origin }: Flaws): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #authenticatorData(rpId: string, flaws: Flaws, credential: Buffer = Buffer.alloc(0)): Buffer {
    const { verified = true, counter = this.#counter } = flaws;
    const flags = userPresent | (verified ? userVerified : 0) | (credential.length > 0 ? attested : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(flaws.rpId ?? rpId), Buffer.from([flags]), count, credential]);
  }

  /** Makes the passkey. */
  make(
    { challenge, rp, user }: { challenge: string; rp: { id: string }; user: { id: string } },
    flaws: Flaws = {},
  ): NewPasskey {
    this.#userHandle = user.id;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.#credentialId.length);
    const credential = Buffer.concat([
      Buffer.alloc(16),
      length,
      this.#credentialId,
      coseKey(this.#keys.publicKey),
    ]);
    const attestationObject = cborMap([
      [cborText('fmt'), cborText('none')],
      [cborText('attStmt'), cborMap([])],
      [cborText('authData'), cborBytes(this.#authenticatorData(rp.id, flaws, credential))],
    ]);
    return {
      credentialId: this.credentialId,
      clientDataJSON: base64url(this.#clientData(flaws.type ?? 'webauthn.create', challenge, flaws)),
      attestationObject: base64url(attestationObject),
      transports: ['internal'],
    };
  }

  /** Signs what it is asked for; its counter goes up by one each time. */
  answer({ challenge, rpId }: Pick<PasskeyRequest, 'challenge' | 'rpId'>, flaws: Flaws = {}): PasskeyAnswer {
    this.#counter += 1;
    const clientData = this.#clientData(flaws.type ?? 'webauthn.get', challenge, flaws);
    const data = this.#authenticatorData(rpId, flaws);
    const { privateKey } = flaws.wrongKey ? makeKeys() : this.#keys;
    return {
      credentialId: this.credentialId,
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(data),
      signature: base64url(sign('sha256', Buffer.concat([data, sha256(clientData)]), privateKey)),
      userHandle: flaws.userHandle ?? this.#userHandle,
    };
  }
}
