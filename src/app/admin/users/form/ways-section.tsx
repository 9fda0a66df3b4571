// "Ways to sign in" of a user who is there: PIN, email address and password.
import type { ReactNode } from 'react';
import type { User } from '../../../../contract/endpoints/users.ts';
import { Moment } from '../../../ui/admin/moment.tsx';
import type { Form } from '../../../ui/admin/use-form.ts';
import { Notice } from '../../../ui/notice.tsx';
import { EmailField } from './email-field.tsx';
import { PinField } from './pin-field.tsx';
import type { UserValues } from './user-values.ts';
import { WayRemoval } from './way-removal.tsx';

interface WaysProps {
  form: Form<UserValues>;
  user: User;
  pinLength: number;
}

function PinPart({ form, user, pinLength }: WaysProps) {
  const field = (
    <PinField
      value={form.values.pin}
      error={form.errors.pin}
      onChange={(pin) => form.set({ pin })}
      length={pinLength}
      isSet={user.hasPin}
    />
  );
  if (!user.hasPin) return field;
  return (
    <>
      {user.pinDisabled && (
        <Notice tone="warning" title="This PIN is disabled after too many wrong tries">
          Set a new one to unlock it.
        </Notice>
      )}
      <WayRemoval
        what="PIN"
        removing={form.values.removePin}
        onChange={(removePin) => form.set({ removePin, pin: '' })}
      >
        {field}
      </WayRemoval>
    </>
  );
}

function PasswordState({ user: { hasPassword, email, invitation } }: { user: User }) {
  if (hasPassword) return 'Set. It can’t be shown.';
  if (email === null) return 'None. Add an email address to send an invitation.';
  if (!invitation) return 'None yet. No invitation is open.';
  if (invitation.expired) return 'None yet. The invitation has expired.';
  return (
    <>
      None yet. The invitation link works until <Moment at={invitation.expiresAt} />.
    </>
  );
}

function PasswordPart({ form, user }: Pick<WaysProps, 'form' | 'user'>) {
  const line = (
    <div>
      <p className="fk-field-label">Password</p>
      <p className="fk-user-line">
        <PasswordState user={user} />
      </p>
    </div>
  );
  if (!user.hasPassword || !user.accountEditable) return line;
  return (
    <WayRemoval
      what="password"
      removing={form.values.removePassword}
      onChange={(removePassword) => form.set({ removePassword })}
    >
      {line}
    </WayRemoval>
  );
}

function emailHint({ user, isSelf }: { user: User; isSelf: boolean }): string {
  if (isSelf) return 'Your own address is changed under My User Account → Request Email Change.';
  if (!user.accountEditable) return 'Only an owner, or somebody with a higher role, can change it.';
  return user.hasPassword
    ? 'Used to sign in with the password. If you change it, we tell both addresses.'
    : 'A new address gets an invitation when you save. Earlier links stop working.';
}

/** `emailNotice` stands below the email address. PIN and password are never shown; they are set anew or taken away. */
export function WaysSection(props: WaysProps & { isSelf: boolean; emailNotice: ReactNode }) {
  const { form, user, isSelf, pinLength, emailNotice } = props;
  return (
    <section className="fk-sign-in-ways">
      <h3 className="fk-sign-in-ways-title">Ways to sign in</h3>
      <PinPart form={form} user={user} pinLength={pinLength} />
      <EmailField form={form} hint={emailHint(props)} fixed={isSelf || !user.accountEditable} />
      {emailNotice}
      <PasswordPart form={form} user={user} />
    </section>
  );
}
