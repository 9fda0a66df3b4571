// "Delete": asks where the users, devices and units of a unit go, then deletes it.
import { useState } from 'react';
import { deleteUnit, type Unit } from '../../../contract/endpoints/units.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { withStepUp } from '../../auth/step-up.ts';
import { isProblem } from '../../tablet/api.ts';
import { ConfirmDialog } from '../../ui/admin/confirm-dialog.tsx';
import { Select } from '../../ui/admin/select.tsx';
import { useForm } from '../../ui/admin/use-form.ts';
import { Button } from '../../ui/button.tsx';
import { choosePlaces, listWithin, noUnit } from './unit-nodes.ts';

export interface DeleteUnitButtonProps {
  unit: Unit;
  units: readonly Unit[];
  /** Whether the one who asks has the whole organization, and so may leave devices and units without a unit. */
  isWhole: boolean;
  onDone: () => void;
}

/** An empty unit is deleted without a choice. */
export function DeleteUnitButton({ unit, units, isWhole, onDone }: DeleteUnitButtonProps) {
  const [asking, setAsking] = useState(false);
  const below = units.filter(({ parentId }) => parentId === unit.id);
  const seen = (unit.userCount ?? 0) + (unit.deviceCount ?? 0) + below.length > 0;
  const [found, setFound] = useState(false);
  const isInUse = seen || found;
  const form = useForm({
    initial: { moveTo: '' },
    check({ moveTo }): Record<string, string> {
      return isInUse && moveTo === '' ? { moveTo: 'Choose where they go.' } : {};
    },
    async send({ moveTo }) {
      const body = moveTo === '' ? {} : { moveTo: moveTo === noUnit ? null : moveTo };
      const input = { params: { unitId: unit.id }, body };
      try {
        await withStepUp(() => callSignedIn(deleteUnit, input));
      } catch (failure) {
        // Somebody put something there meanwhile, or what is there is not shown to this user.
        if (isProblem(failure, 'unit_in_use')) setFound(true);
        throw failure;
      }
      onDone();
    },
  });
  const places = choosePlaces(units, listWithin(units, unit.id));
  const nowhere = { id: noUnit, label: 'No unit', detail: 'For devices and units; users always need one' };
  return (
    <>
      <Button variant="quiet" onClick={() => setAsking(true)}>
        Delete
      </Button>
      <ConfirmDialog
        isOpen={asking}
        title={`Delete “${unit.name}”?`}
        confirmLabel="Delete"
        busy={form.busy}
        failure={form.failure}
        onConfirm={form.submit}
        onCancel={() => {
          form.forgive();
          setAsking(false);
        }}
      >
        {isInUse ? (
          <Select
            label="Move its users, devices and units to"
            options={isWhole ? [...places, nowhere] : places}
            value={form.values.moveTo || null}
            onChange={(moveTo) => form.set({ moveTo })}
            error={form.errors.moveTo}
            hint="Users then see that unit and those below it, and can sign in on its devices."
          />
        ) : (
          <p>It’s empty. This can’t be undone.</p>
        )}
      </ConfirmDialog>
    </>
  );
}
