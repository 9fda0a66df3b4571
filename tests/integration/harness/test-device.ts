// A tablet as the server sees one: a P-256 key, proofs of it, a device token.
import { createHash } from 'node:crypto';
import { calculateThumbprint, generateKeyPair, generateProof, type KeyPair } from 'dpop';
import { CompactSign } from 'jose';
import { type DeviceEvent, deviceEventType } from '../../../src/contract/device-events.ts';
import type { Endpoint, EndpointInput } from '../../../src/contract/endpoint.ts';
import * as endpoints from '../../../src/contract/endpoints/device.ts';
import { authorizeDevice, type Device } from '../../../src/contract/endpoints/devices.ts';
import { pinSessionHeader } from '../../../src/contract/headers.ts';
import type { PublicKey } from '../../../src/contract/public-key.ts';
import { type WipeReceipt, wipeReceiptType } from '../../../src/contract/wipe-receipt.ts';
import { type Answer, ApiClient, codeOf, type RawInput } from './api-client.ts';
import { EventStream } from './event-stream.ts';

/** What every event has that the tablet fills in by itself. */
type EventBase = Pick<DeviceEvent, 'id' | 'deviceId' | 'sequence' | 'previous' | 'at' | 'offset'>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type SentEvent = { sequence: number; jws: string };

export class TestDevice extends ApiClient {
  #sequence = 0;
  #lastHash = '';
  readonly keys: KeyPair;
  nonce: string | undefined;
  /** What the server calls it; empty until it is authorized. */
  id = '';
  token = '';
  pinSessionToken: string | undefined;
  /** What it pinned as it was authorized. */
  organizationKey: PublicKey | undefined;

  private constructor(url: string, keys: KeyPair) {
    super(url);
    this.keys = keys;
  }

  /** A tablet with a key of its own that is not authorized yet. */
  static async make(url: string): Promise<TestDevice> {
    return new TestDevice(url, await generateKeyPair('ES256', { extractable: true }));
  }

  /** The same tablet, speaking to another server process; its nonce and token go along. */
  at(url: string): TestDevice {
    const twin = new TestDevice(url, this.keys);
    return Object.assign(twin, {
      id: this.id,
      token: this.token,
      nonce: this.nonce,
      pinSessionToken: this.pinSessionToken,
    });
  }

  thumbprint(): Promise<string> {
    return calculateThumbprint(this.keys.publicKey);
  }

  /** A proof for one request, with the newest nonce. */
  prove(endpoint: Pick<Endpoint, 'method'>, path: string): Promise<string> {
    return generateProof(this.keys, this.url + path, endpoint.method, this.nonce, this.token || undefined);
  }

  protected override async headersFor(endpoint: Endpoint, path: string): Promise<Record<string, string>> {
    return {
      dpop: await this.prove(endpoint, path),
      ...(this.token ? { authorization: `DPoP ${this.token}` } : {}),
      ...(this.pinSessionToken ? { [pinSessionHeader]: this.pinSessionToken } : {}),
    };
  }

  override async send(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await super.send(path, init);
    this.nonce = response.headers.get('dpop-nonce') ?? this.nonce;
    return response;
  }

  /** Sends with a proof, and once more where the server asks for its nonce. */
  override async callRaw(
    endpoint: Endpoint,
    input: RawInput = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await super.callRaw(endpoint, input, headers);
    return codeOf(answer) === 'use_dpop_nonce' && !('dpop' in headers)
      ? super.callRaw(endpoint, input, headers)
      : answer;
  }

  /** An admin who stands at the tablet makes it a device of their organization. */
  async authorize(admin: ApiClient, name: string, unitId?: string): Promise<Device> {
    for (const [cookie, value] of admin.cookies) this.cookies.set(cookie, value);
    const { device, token, organizationKey } = await this.succeed(authorizeDevice, {
      body: unitId === undefined ? { name } : { name, unitId },
    });
    this.cookies.clear();
    this.id = device.id;
    this.token = token;
    this.organizationKey = organizationKey;
    return device;
  }

  /** Taps a PIN. @returns the answer; where it was right, later calls are made in that session */
  async signInWithPin(pin: string, userId?: string): Promise<Answer> {
    const body: EndpointInput<typeof endpoints.signInWithPin>['body'] = userId ? { pin, userId } : { pin };
    const answer = await this.call(endpoints.signInWithPin, { body });
    if (answer.status === 200) this.pinSessionToken = endpoints.signInWithPin.output.parse(answer.body).token;
    return answer;
  }

  pull(cursor?: string): Promise<endpoints.Pull> {
    return this.succeed(endpoints.pullChanges, cursor === undefined ? {} : { query: { cursor } });
  }

  /** Opens the change stream. @throws with the problem where it is refused */
  async openStream(): Promise<EventStream> {
    const { path } = endpoints.openChangeStream;
    for (const last of [false, true]) {
      const abort = new AbortController();
      const headers = await this.headersFor(endpoints.openChangeStream, path);
      const response = await this.send(path, { headers, signal: abort.signal });
      if (response.ok && response.body) return new EventStream(response.body, abort);
      const problem = await response.text();
      if (last || !problem.includes('use_dpop_nonce')) throw new Error(`the stream was refused: ${problem}`);
    }
    throw new Error('the server never took its own nonce');
  }

  /** Signs a receipt with this tablet's key, or another one. */
  signReceipt(
    receipt: Partial<WipeReceipt> = {},
    keys = this.keys,
    typ: string = wipeReceiptType,
  ): Promise<string> {
    const payload = {
      deviceId: this.id,
      wipedAt: Date.now(),
      appVersion: '1.0.0',
      unsentEvents: 0,
      ...receipt,
    };
    return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'ES256', typ })
      .sign(keys.privateKey);
  }

  /** Notes an event as the tablet's outbox does: numbered, chained and signed. What is given takes the place of what is right. */
  async signEvent(
    event: DistributiveOmit<DeviceEvent, keyof EventBase> & Partial<EventBase>,
    keys = this.keys,
    typ: string = deviceEventType,
  ): Promise<SentEvent> {
    const payload = {
      id: crypto.randomUUID(),
      deviceId: this.id,
      sequence: this.#sequence + 1,
      previous: this.#lastHash,
      at: Date.now(),
      offset: 0,
      ...event,
    };
    const jws = await new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'ES256', typ })
      .sign(keys.privateKey);
    this.#sequence = payload.sequence;
    this.#lastHash = createHash('sha256').update(jws).digest('base64url');
    return { sequence: payload.sequence, jws };
  }

  async sendWipeReceipt(): Promise<Answer> {
    return this.call(endpoints.sendWipeReceipt, { body: { receipt: await this.signReceipt() } });
  }
}
