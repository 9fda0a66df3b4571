// "Which organization?": one button for each in which the address and password open an account.
import { useEffect, useRef, useState } from 'react';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { useWork } from '../ui/admin/use-work.ts';
import { Button } from '../ui/button.tsx';
import { FormStack } from '../ui/form-layout.tsx';

export interface Organization {
  id: string;
  name: string;
}

export interface OrganizationChoiceProps {
  organizations: readonly Organization[];
  onChoose: (organizationId: string) => Promise<void>;
  onBack: () => void;
}

/** Stands in the place of the form that asked for it, and takes the focus. */
export function OrganizationChoice({ organizations, onChoose, onBack }: OrganizationChoiceProps) {
  const work = useWork();
  const [chosen, setChosen] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const choose = (id: string) => {
    setChosen(id);
    void work.run(() => onChoose(id));
  };
  return (
    <FormStack>
      <h2 ref={heading} tabIndex={-1} className="fk-panel-title">
        Which organization?
      </h2>
      <p>This email address has accounts in several.</p>
      <FailureNotice failure={work.failure} onRetry={() => chosen && choose(chosen)} />
      {organizations.map(({ id, name }) => (
        <Button key={id} size="large" wide busy={work.busy && chosen === id} onClick={() => choose(id)}>
          <bdi>{name}</bdi>
        </Button>
      ))}
      <Button variant="quiet" wide onClick={onBack}>
        Back
      </Button>
    </FormStack>
  );
}
