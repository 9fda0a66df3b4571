// The requests for new PINs that the person who is signed in at this tablet may see.
import { useCallback, useEffect, useState } from 'react';
import { listPinRequests, type PinRequest } from '../../../contract/endpoints/pin-requests.ts';
import { callDevice } from '../../tablet/api.ts';

/** Read when the screen comes up, and again by `reload`; `null` until they are there. */
export function useForgottenPins() {
  const [requests, setRequests] = useState<readonly PinRequest[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const reload = useCallback(async () => {
    setFailure(null);
    try {
      setRequests((await callDevice(listPinRequests, {})).requests);
    } catch (error) {
      setFailure(error);
    }
  }, []);
  useEffect(() => void reload(), [reload]);
  return { requests, failure, reload };
}
