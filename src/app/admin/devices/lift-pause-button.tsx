// "Lift pause": lets a tablet take PINs again before its pause is over.
import { type Device, liftDevicePause } from '../../../contract/endpoints/devices.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { queryClient } from '../../auth/server-state.tsx';
import { withStepUp } from '../../auth/step-up.ts';
import { describeFailure } from '../../ui/admin/failure-notice.tsx';
import { showToast } from '../../ui/admin/toast.tsx';
import { useForm } from '../../ui/admin/use-form.ts';
import { Button } from '../../ui/button.tsx';
import { devicesQuery } from './device-queries.ts';

/** Forgets the wrong tries, too. */
export function LiftPauseButton({ device }: { device: Device }) {
  const form = useForm({
    initial: {},
    async send() {
      const input = { params: { deviceId: device.id } };
      try {
        await withStepUp(() => callSignedIn(liftDevicePause, input));
        showToast({ tone: 'success', title: `“${device.name}” accepts PINs again` });
      } catch (failure) {
        const { title, text } = describeFailure(failure);
        showToast({ tone: 'error', title, text: text ?? undefined });
      }
      await queryClient.invalidateQueries({ queryKey: devicesQuery.queryKey });
    },
  });
  return (
    <Button busy={form.busy} onClick={form.submit} aria-label={`Lift pause: ${device.name}`}>
      Lift pause
    </Button>
  );
}
