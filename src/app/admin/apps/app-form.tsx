// The form that adds an app or changes one.
import type { ReactNode } from 'react';
import { appPictures } from '../../../contract/app-pictures.ts';
import { type App, createApp, updateApp } from '../../../contract/endpoints/apps.ts';
import type { Device } from '../../../contract/endpoints/devices.ts';
import type { Role } from '../../../contract/endpoints/roles.ts';
import type { Unit } from '../../../contract/endpoints/units.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { withStepUp } from '../../auth/step-up.ts';
import { Checkbox } from '../../ui/admin/checkbox.tsx';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { FormButtons } from '../../ui/admin/form-buttons.tsx';
import { Select } from '../../ui/admin/select.tsx';
import { useFirstFocus } from '../../ui/admin/use-first-focus.ts';
import { type Form, useForm } from '../../ui/admin/use-form.ts';
import { Field } from '../../ui/field.tsx';
import { FormRow, FormStack } from '../../ui/form-layout.tsx';
import { orderUnits } from '../users/form/unit-choices.ts';
import { type AppValues, changeOf, checkApp, newAppOf, valuesOf } from './app-values.ts';
import { ChoiceBoxes } from './choice-boxes.tsx';

export interface AppChoices {
  roles: readonly Role[];
  units: readonly Unit[];
  devices: readonly Device[];
}

export interface AppFormProps {
  /** `null` for a new one. */
  app: App | null;
  choices: AppChoices;
  /** `secret` is there where one was made: it is shown once. */
  onDone: (app: App, secret: string | null) => void;
  onCancel: () => void;
  /** Beside the fields of an app that stands. */
  children?: ReactNode;
  /** Beside the buttons. */
  deletion?: ReactNode;
}

const kinds = [
  { id: 'oidc', label: 'Sign-in with Floorkey', detail: 'OpenID Connect: people are in it as themselves' },
  { id: 'link', label: 'Link', detail: 'It’s only opened' },
] as const;

const emailRules = [
  { id: 'none', label: 'None' },
  { id: 'made-up', label: 'A made-up one', detail: 'For apps that want one; no email reaches it' },
  { id: 'real', label: 'Their real one' },
] as const;

const pictureNames = appPictures.map((id) => ({ id, label: id.charAt(0).toUpperCase() + id.slice(1) }));

function SignInFields({ form, isNew }: { form: Form<AppValues>; isNew: boolean }) {
  return (
    <>
      <Field
        label="Redirect address"
        hint="Where the app takes a sign-in back, as its own settings name it. Several: with a space between them."
        autoComplete="off"
        inputMode="url"
        required
        {...form.field('redirectUris')}
      />
      <Field
        label="Logout address"
        hint="The app’s back-channel logout: Floorkey calls it when the tablet locks. Without it, the app’s own session goes on."
        autoComplete="off"
        inputMode="url"
        optional
        {...form.field('logoutUri')}
      />
      <Checkbox
        isSelected={form.values.privateLogout}
        onChange={(privateLogout) => form.set({ privateLogout })}
      >
        The logout address is in our own network
      </Checkbox>
      <Field
        label="Address after sign-out"
        hint="Where the app may send people after they sign out of it."
        autoComplete="off"
        inputMode="url"
        optional
        {...form.field('afterLogoutUris')}
      />
      <Select
        label="Email address that the app gets"
        options={emailRules}
        value={form.values.email}
        onChange={(email) => form.set({ email })}
        hint="It always gets the name, username, role, unit, partner and tablet."
      />
      {isNew && (
        <Checkbox isSelected={form.values.isPublic} onChange={(isPublic) => form.set({ isPublic })}>
          The app can’t keep a secret
          <span className="fk-list-detail">It runs in the browser or on a device alone</span>
        </Checkbox>
      )}
    </>
  );
}

/** Keeps what is typed whatever the server answers. */
export function AppForm({ app, choices, onDone, onCancel, children, deletion }: AppFormProps) {
  const first = useFirstFocus(app === null);
  const form = useForm<AppValues>({
    initial: valuesOf(app),
    check: (values) => checkApp(values, app),
    async send(values) {
      if (app) {
        const input = { params: { appId: app.id }, body: changeOf(values, app) };
        onDone(await withStepUp(() => callSignedIn(updateApp, input)), null);
        return;
      }
      const made = await withStepUp(() => callSignedIn(createApp, { body: newAppOf(values) }));
      onDone(made.app, made.secret);
    },
  });
  const { values } = form;
  return (
    <form {...form.props}>
      <FormStack>
        <FormRow>
          <Field label="Name" autoComplete="off" required ref={first} {...form.field('name')} />
          <Select
            label="Picture"
            options={pictureNames}
            value={values.picture}
            onChange={(picture) => form.set({ picture })}
          />
        </FormRow>
        {!app && (
          <Select label="Kind" options={kinds} value={values.kind} onChange={(kind) => form.set({ kind })} />
        )}
        <Field
          label="Address"
          hint="What a tap on its tile opens."
          autoComplete="off"
          inputMode="url"
          required
          {...form.field('address')}
        />
        {values.kind === 'oidc' && <SignInFields form={form} isNew={app === null} />}
        {children}
        <ChoiceBoxes
          label="Roles"
          choices={choices.roles}
          value={values.roleIds}
          none="None chosen: every role sees it."
          some="Only these roles see it."
          onChange={(roleIds) => form.set({ roleIds })}
        />
        <ChoiceBoxes
          label="Units"
          choices={orderUnits(choices.units)}
          value={values.unitIds}
          none="None chosen: the whole organization."
          some="Only on devices of these units and those below. Elsewhere, only for their users."
          onChange={(unitIds) => form.set({ unitIds })}
        />
        <ChoiceBoxes
          label="Devices"
          choices={choices.devices.filter(({ revokedAt }) => revokedAt === null)}
          value={values.deviceIds}
          none="None chosen: every device, and computers with an account."
          some="Only on these devices."
          onChange={(deviceIds) => form.set({ deviceIds })}
        />
        <FailureNotice failure={form.failure} onRetry={form.submit} />
        <div className="fk-app-buttons">
          <div>{deletion}</div>
          <FormButtons verb={app ? 'Save' : 'Create'} busy={form.busy} onCancel={onCancel} />
        </div>
      </FormStack>
    </form>
  );
}
