// What stands in place of a screen that could not be loaded or shown.
import { Component, type ReactNode } from 'react';
import { storageFailures } from '../../device/store/storage-failure.ts';
import { Button } from '../ui/button.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';

/** The way out, by what the browser says. */
function describe(error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'SecurityError') return storageFailures.forbidden;
  // What React made was moved or taken away by somebody else.
  if (name === 'NotFoundError' || name === 'HierarchyRequestError')
    return 'A translator or an extension of this browser changed the page. Switch it off for this address, then reload the page.';
  return 'The connection may have failed, or there is a new version of Floorkey. Reload the page to continue.';
}

/** Catches what a screen throws, so that a person sees what to do instead of an empty page. */
export class ScreenFailure extends Component<{ children: ReactNode }, { error: unknown; failed: boolean }> {
  override state = { error: null, failed: false };

  static getDerivedStateFromError(error: unknown) {
    return { error, failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <CenteredCard title="This screen could not be shown" lead={describe(this.state.error)}>
        <Button variant="primary" size="large" wide onClick={() => location.reload()}>
          Reload
        </Button>
      </CenteredCard>
    );
  }
}
