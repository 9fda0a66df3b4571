// What stands in place of a screen that could not be loaded or shown.
import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { CenteredCard } from '../ui/centered-card.tsx';

/** Catches what a screen throws, so that a person sees what to do instead of an empty page. */
export class ScreenFailure extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <CenteredCard
        title="This screen could not be shown"
        lead="The connection may have failed, or there is a new version of Floorkey. Reload the page to continue."
      >
        <Button variant="primary" size="large" wide onClick={() => location.reload()}>
          Reload
        </Button>
      </CenteredCard>
    );
  }
}
