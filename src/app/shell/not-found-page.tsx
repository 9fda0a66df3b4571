// What stands at an address that Floorkey doesn't have.
import { useEffect } from 'react';
import { navigate } from 'wouter/use-browser-location';
import { findLinkPage, takeLinkCode } from '../auth/link-code.ts';
import { ButtonLink } from '../ui/button-link.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';
import { usePageTitle } from '../ui/page-title.ts';

/** Says that the address leads nowhere, and where to go instead; from a link that was bent on its way it goes on to the page that was meant. */
export default function NotFoundPage() {
  usePageTitle('Page not found');
  const meant = findLinkPage(location.pathname);
  useEffect(() => {
    if (meant === null) return;
    takeLinkCode();
    navigate(meant, { replace: true });
  }, [meant]);
  if (meant !== null) return null;
  return (
    <CenteredCard title="Page not found" lead="The address may be mistyped, or the link is too old.">
      <ButtonLink href="/" variant="primary" size="large" wide>
        Go to the start page
      </ButtonLink>
    </CenteredCard>
  );
}
