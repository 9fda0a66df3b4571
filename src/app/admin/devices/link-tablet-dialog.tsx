// The dialog that links a tablet elsewhere by the code that it shows: the code, what asks, and the approval.
import { useState } from 'react';
import type { EndpointOutput } from '../../../contract/endpoint.ts';
import { approveLink, findLinkRequest } from '../../../contract/endpoints/device-links.ts';
import type { Device } from '../../../contract/endpoints/devices.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { queryClient } from '../../auth/server-state.tsx';
import { withStepUp } from '../../auth/step-up.ts';
import { checkBody } from '../../ui/admin/check-body.ts';
import { Dialog } from '../../ui/admin/dialog.tsx';
import { Facts } from '../../ui/admin/facts.tsx';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { FormButtons } from '../../ui/admin/form-buttons.tsx';
import { Moment } from '../../ui/admin/moment.tsx';
import { useFirstFocus } from '../../ui/admin/use-first-focus.ts';
import { useForm } from '../../ui/admin/use-form.ts';
import { Field } from '../../ui/field.tsx';
import { FormStack } from '../../ui/form-layout.tsx';
import { Notice } from '../../ui/notice.tsx';
import { bodyOfPlace, DeviceFields, useFirstPlace } from './device-fields.tsx';
import { devicesQuery } from './device-queries.ts';

type LinkRequest = EndpointOutput<typeof findLinkRequest> & { code: string };

interface StepProps {
  onClose: () => void;
}

/** Nothing is filled in beforehand: whoever types the code has the tablet before their eyes. */
function CodeStep({ onFound, onClose }: StepProps & { onFound: (request: LinkRequest) => void }) {
  const field = useFirstFocus();
  const form = useForm({
    initial: { code: '' },
    check: (body) => checkBody(findLinkRequest.body, body),
    async send({ code }) {
      onFound({ ...(await callSignedIn(findLinkRequest, { body: { code } })), code });
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        <p>
          On the device, choose <strong>Pair with a code</strong> and enter the code it shows here. Never use
          a code from anywhere else.
        </p>
        <Field
          label="Code on the device"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          required
          ref={field}
          {...form.field('code')}
        />
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <FormButtons verb="Continue" busy={form.busy} onCancel={onClose} />
      </FormStack>
    </form>
  );
}

interface ApproveStepProps extends StepProps {
  request: LinkRequest;
  withUnits: boolean;
  onDone: (device: Device) => void;
}

function ApproveStep({ request, withUnits, onDone, onClose }: ApproveStepProps) {
  const { first, isKnown } = useFirstPlace(withUnits);
  const form = useForm({
    initial: { name: '', unitId: '' },
    check: ({ name }) => checkBody(approveLink.body, { code: request.code, name }),
    async send({ name, unitId }) {
      const input = {
        params: { linkId: request.id },
        body: { code: request.code, name, ...bodyOfPlace(unitId || first) },
      };
      onDone(await withStepUp(() => callSignedIn(approveLink, input)));
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        <Notice tone="warning" title="Is this the device in front of you?">
          Anyone holding it can use it with a PIN of your organization.
        </Notice>
        <Facts
          facts={[
            { label: 'Browser', value: request.browser },
            { label: 'Network address', value: request.address ?? 'Unknown' },
            { label: 'Asked', value: <Moment at={request.askedAt} withSeconds /> },
          ]}
        />
        <DeviceFields form={form} place={form.values.unitId || first} withUnits={withUnits} isNew />
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <FormButtons verb="Approve" disabled={!isKnown} busy={form.busy} onCancel={onClose} />
      </FormStack>
    </form>
  );
}

export interface LinkTabletDialogProps {
  withUnits: boolean;
  onDone: (device: Device) => void;
  onClose: () => void;
}

/** Is open for as long as it stands. */
export function LinkTabletDialog({ withUnits, onDone, onClose }: LinkTabletDialogProps) {
  const [request, setRequest] = useState<LinkRequest | null>(null);
  return (
    <Dialog isOpen onClose={onClose} title="Pair a device" width="narrow">
      {request ? (
        <ApproveStep
          onClose={onClose}
          request={request}
          withUnits={withUnits}
          onDone={(device) => {
            void queryClient.invalidateQueries({ queryKey: devicesQuery.queryKey });
            onDone(device);
          }}
        />
      ) : (
        <CodeStep onClose={onClose} onFound={setRequest} />
      )}
    </Dialog>
  );
}
