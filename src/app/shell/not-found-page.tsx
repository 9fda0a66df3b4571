// What stands at an address that Floorkey doesn't have.

import { ButtonLink } from '../ui/button.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';
import { usePageTitle } from '../ui/page-title.ts';

/** Says that the address leads nowhere, and where to go instead. */
export default function NotFoundPage() {
  usePageTitle('Page not found');
  return (
    <CenteredCard title="Page not found" lead="The address may be mistyped, or the link is too old.">
      <ButtonLink href="/" variant="primary" size="large" wide>
        Go to the start page
      </ButtonLink>
    </CenteredCard>
  );
}
