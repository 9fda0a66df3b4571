// Which screen stands at which address, and the three conditions that come before every address.
import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { Kiosk } from '../kiosk/kiosk.tsx';
import { RevokedPage } from '../kiosk/revoked-page.tsx';
import { useDeviceState } from '../tablet/device-state.ts';
import { Progress } from '../ui/spinner.tsx';
import {
  AccountPage,
  ConfirmEmailPage,
  HelpPage,
  InvitePage,
  ResetPasswordPage,
  SettingsPages,
  SetupPage,
  SignInPage,
  SignUpPage,
  StopEmailChangePage,
} from './account-screens.ts';
import { ScreenFailure } from './screen-failure.tsx';

// What a tablet hardly ever shows is not loaded with its pad.
const InsecurePage = lazy(() => import('./insecure-page.tsx'));
const NotFoundPage = lazy(() => import('./not-found-page.tsx'));
// For whoever builds a screen; the production build leaves it out, which it checks.
const GalleryPage = import.meta.env.DEV ? lazy(() => import('../ui/gallery/gallery-page.tsx')) : null;

/** The whole app. A revoked device leaves whatever address it is at. */
export function Routes() {
  const wiped = useDeviceState(({ phase }) => phase === 'wiped');
  if (!isSecureContext) {
    return (
      <Suspense fallback={null}>
        <InsecurePage />
      </Suspense>
    );
  }
  if (wiped) return <RevokedPage />;
  return (
    <ScreenFailure>
      <Suspense fallback={<Progress label="Loading…" />}>
        <Switch>
          <Route path="/" component={Kiosk} />
          <Route path="/sign-in" component={SignInPage} />
          <Route path="/setup" component={SetupPage} />
          <Route path="/sign-up" component={SignUpPage} />
          <Route path="/invite" component={InvitePage} />
          <Route path="/reset-password" component={ResetPasswordPage} />
          <Route path="/confirm-email" component={ConfirmEmailPage} />
          <Route path="/stop-email-change" component={StopEmailChangePage} />
          <Route path="/settings/*?" component={SettingsPages} />
          <Route path="/help/:topic?" component={HelpPage} />
          <Route path="/account/*?" component={AccountPage} />
          {GalleryPage && <Route path="/ui" component={GalleryPage} />}
          <Route component={NotFoundPage} />
        </Switch>
      </Suspense>
    </ScreenFailure>
  );
}
