// What is said where a passkey is needed and this browser can use none.
import { Notice } from '../ui/notice.tsx';

export function NoPasskeysHere() {
  return (
    <Notice tone="warning" title="This browser can’t use passkeys">
      Open Floorkey in another browser, or on another device.
    </Notice>
  );
}
