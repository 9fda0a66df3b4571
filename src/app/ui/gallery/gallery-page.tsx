// Every part of the screens in every state, for whoever builds one: at `/ui`, in development only.
import { useState } from 'react';
import { Badge } from '../badge.tsx';
import { Button } from '../button.tsx';
import { ButtonLink } from '../button-link.tsx';
import { Countdown } from '../countdown.tsx';
import { EmptyState } from '../empty-state.tsx';
import { Field } from '../field.tsx';
import { FormActions, FormRow, FormStack } from '../form-layout.tsx';
import { IconButton } from '../icon-button.tsx';
import { LockIcon } from '../icons.tsx';
import { Logo } from '../logo.tsx';
import { Notice } from '../notice.tsx';
import { usePageTitle } from '../page-title.ts';
import { PasswordField } from '../password-field.tsx';
import { SkeletonRows } from '../skeleton.tsx';
import { Progress, Spinner } from '../spinner.tsx';
import { DialogParts, ListParts, PickParts } from './admin-parts.tsx';
import { Kind } from './kind.tsx';

const tones = ['info', 'success', 'warning', 'error'] as const;
const variants = ['primary', 'secondary', 'quiet', 'danger'] as const;

function Buttons() {
  return (
    <Kind name="Button">
      {variants.map((variant) => (
        <FormActions key={variant}>
          <Button variant={variant}>{variant}</Button>
          <Button variant={variant} icon={<LockIcon size={20} />}>
            with icon
          </Button>
          <Button variant={variant} busy>
            busy
          </Button>
          <Button variant={variant} disabled>
            disabled
          </Button>
          <Button variant={variant} size="large">
            large
          </Button>
        </FormActions>
      ))}
      <Button wide>wide</Button>
      <ButtonLink href="/ui">link</ButtonLink>
      <FormActions>
        <IconButton label="Plain">
          <LockIcon size={22} />
        </IconButton>
        <IconButton label="Edit" tone="edit">
          <LockIcon size={22} />
        </IconButton>
        <IconButton label="Disabled" disabled>
          <LockIcon size={22} />
        </IconButton>
      </FormActions>
    </Kind>
  );
}

function Fields() {
  return (
    <Kind name="Field">
      <FormStack>
        <FormRow>
          <Field label="Empty" />
          <Field label="Filled" defaultValue="Ada Byron" />
        </FormRow>
        <FormRow>
          <Field label="Hint" hint="What to enter." />
          <Field label="Error" error="What is wrong, and what to do." defaultValue="Ada" />
        </FormRow>
        <FormRow>
          <Field label="Optional" optional trailing={<Button variant="quiet">Trailing</Button>} />
          <Field label="Disabled" disabled defaultValue="Ada Byron" />
        </FormRow>
        <PasswordField label="Password" defaultValue="a password" />
      </FormStack>
    </Kind>
  );
}

function Waiting() {
  const [until] = useState(() => Date.now() + 90_000);
  return (
    <Kind name="Waiting">
      <Spinner />
      <Progress label="Progress" />
      <Countdown label="Countdown" until={until} total={90_000} />
      <SkeletonRows label="Skeleton" rows={3} />
    </Kind>
  );
}

/** Light or dark as the system is. */
export default function GalleryPage() {
  usePageTitle('Components');
  return (
    <main className="fk-gallery">
      <h1>Components</h1>
      <Logo />
      <Buttons />
      <Fields />
      <PickParts />
      <Kind name="Badge">
        <FormActions>
          {[...tones, 'neutral' as const, 'accent' as const].map((tone) => (
            <Badge key={tone} tone={tone}>
              {tone}
            </Badge>
          ))}
        </FormActions>
      </Kind>
      <Kind name="Notice">
        {tones.map((tone) => (
          <Notice key={tone} tone={tone} title={tone} action={<Button>Action</Button>}>
            What happened, and what to do next.
          </Notice>
        ))}
      </Kind>
      <Kind name="Empty state">
        <EmptyState icon={<LockIcon size={32} />} title="Nothing yet" action={<Button>Add one</Button>}>
          What belongs here.
        </EmptyState>
      </Kind>
      <Waiting />
      <ListParts />
      <DialogParts />
    </main>
  );
}
