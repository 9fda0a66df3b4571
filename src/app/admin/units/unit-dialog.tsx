// The dialog that adds a unit, renames it, or moves it to another place in the tree.
import { createUnit, type Unit, updateUnit } from '../../../contract/endpoints/units.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { withStepUp } from '../../auth/step-up.ts';
import { checkBody } from '../../ui/admin/check-body.ts';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { FormButtons } from '../../ui/admin/form-buttons.tsx';
import { FormDialog } from '../../ui/admin/form-dialog.tsx';
import { Select } from '../../ui/admin/select.tsx';
import { useFirstFocus } from '../../ui/admin/use-first-focus.ts';
import { useForm } from '../../ui/admin/use-form.ts';
import { Field } from '../../ui/field.tsx';
import { FormStack } from '../../ui/form-layout.tsx';
import { askAnew, findIn, Newest } from '../newest.tsx';
import { DeleteUnitButton } from './delete-unit-button.tsx';
import { choosePlaces, listWithin, noUnit } from './unit-nodes.ts';
import { unitsQuery } from './unit-queries.ts';

export interface UnitDialogProps {
  /** `null` for a new unit. */
  unit: Unit | null;
  /** Where a new unit begins; `null` is the top. */
  parentId: string | null;
  onSaved: (unit: Unit) => void;
  onDeleted: () => void;
  onClose: () => void;
}

const placeOf = (id: string | null) => id ?? noUnit;
const idOf = (place: string) => (place === noUnit ? null : place);

interface UnitFormProps extends Omit<UnitDialogProps, 'onClose'> {
  units: readonly Unit[];
  /** Whether the one who is signed in has the whole organization, and so its top, too. */
  isWhole: boolean;
  onCancel: () => void;
}

function UnitForm({ unit, parentId, units, isWhole, onSaved, onDeleted, onCancel }: UnitFormProps) {
  const first = useFirstFocus(unit === null);
  const form = useForm({
    initial: { name: unit?.name ?? '', parentId: placeOf(unit ? unit.parentId : parentId) },
    check: (values) => checkBody(createUnit.body, { ...values, parentId: idOf(values.parentId) }),
    async send(values) {
      const body = { name: values.name, parentId: idOf(values.parentId) };
      const save = () =>
        unit
          ? callSignedIn(updateUnit, { params: { unitId: unit.id }, body })
          : callSignedIn(createUnit, { body });
      onSaved(await withStepUp(save));
    },
  });
  const top = { id: noUnit, label: 'The top', detail: 'In no other unit' };
  const places = choosePlaces(units, unit ? listWithin(units, unit.id) : new Set());
  return (
    <form {...form.props}>
      <FormStack>
        <Field
          label="Name"
          hint="A site, area or line."
          autoComplete="off"
          required
          ref={first}
          {...form.field('name')}
        />
        <Select
          label={unit ? 'Move to…' : 'In'}
          options={isWhole ? [top, ...places] : places}
          value={form.values.parentId}
          onChange={(id) => form.set({ parentId: id })}
          error={form.errors.parentId}
          hint={unit ? 'Units below it move along. Users limited to a unit see everything in it.' : undefined}
        />
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <div className="fk-unit-actions">
          <div>
            {unit && <DeleteUnitButton unit={unit} units={units} isWhole={isWhole} onDone={onDeleted} />}
          </div>
          <FormButtons verb={unit ? 'Save' : 'Create'} busy={form.busy} onCancel={onCancel} />
        </div>
      </FormStack>
    </form>
  );
}

/** Is open for as long as it stands. */
export function UnitDialog({ unit, onClose, ...props }: UnitDialogProps) {
  const ask = async () => {
    const { units, isWhole } = await askAnew(unitsQuery);
    return { units, isWhole, unit: unit && findIn(units, unit) };
  };
  return (
    <FormDialog title={unit ? 'Edit unit' : 'Add unit'} width="narrow" onClose={onClose}>
      {(close) => (
        <Newest of={['unit', unit?.id ?? 'new']} ask={ask}>
          {(newest) => <UnitForm {...props} {...newest} onCancel={close} />}
        </Newest>
      )}
    </FormDialog>
  );
}
