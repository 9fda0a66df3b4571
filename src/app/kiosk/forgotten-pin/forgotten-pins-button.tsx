// "Forgotten PINs (2)" at home, for those who may give new ones.
import { Button } from '../../ui/button.tsx';
import { useForgottenPins } from './forgotten-pins-list.ts';

/** Nothing while nobody waits for a new PIN. */
export default function ForgottenPinsButton({ onOpen }: { onOpen: () => void }) {
  const { requests } = useForgottenPins();
  if (!requests || requests.length === 0) return null;
  return (
    <Button variant="primary" size="large" onClick={onOpen}>
      Forgotten PINs ({requests.length})
    </Button>
  );
}
