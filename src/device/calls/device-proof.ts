// Proofs that a request comes from the one who holds the tablet's key (RFC 9449).
import { generateProof } from 'dpop';
import { type DeviceKeys, withKey } from '../store/device-key.ts';

export type ProofOf = {
  readonly method: string;
  /** The address without query and fragment. */
  readonly address: string;
  readonly nonce: string | undefined;
  /** The device token that goes along; the proof names its hash (`ath`). */
  readonly token: string | undefined;
};

/** Makes the value of the `DPoP` header for one request; it is good for that request only. @throws StorageFailure */
export function proveDeviceKey(
  keys: DeviceKeys,
  { method, address, nonce, token }: ProofOf,
): Promise<string> {
  return withKey(() => generateProof({ ...keys }, address, method, nonce, token));
}
