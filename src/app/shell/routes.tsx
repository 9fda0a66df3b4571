// Which screen stands at which address.
import { lazy } from 'react';
import { Route, Switch } from 'wouter';
import { Kiosk } from '../kiosk/kiosk.tsx';
import {
  AccountPage,
  ConfirmEmailPage,
  HelpPage,
  InvitePage,
  OpenAppPage,
  ResetPasswordPage,
  SettingsPages,
  SetupPage,
  SignInPage,
  SignUpPage,
  StopEmailChangePage,
} from './account-screens.ts';

const NotFoundPage = lazy(() => import('./not-found-page.tsx'));
// For whoever builds a screen; the production build leaves it out, which it checks.
const GalleryPage = import.meta.env.DEV ? lazy(() => import('../ui/gallery/gallery-page.tsx')) : null;

export default function Routes() {
  return (
    <Switch>
      <Route path="/" component={Kiosk} />
      <Route path="/sign-in" component={SignInPage} />
      <Route path="/setup" component={SetupPage} />
      <Route path="/sign-up" component={SignUpPage} />
      <Route path="/invite" component={InvitePage} />
      <Route path="/reset-password" component={ResetPasswordPage} />
      <Route path="/confirm-email" component={ConfirmEmailPage} />
      <Route path="/stop-email-change" component={StopEmailChangePage} />
      <Route path="/open-app/failed" component={OpenAppPage} />
      <Route path="/open-app/:organizationId/:signInId" component={OpenAppPage} />
      <Route path="/settings/*?" component={SettingsPages} />
      <Route path="/help/:topic?" component={HelpPage} />
      <Route path="/account/*?" component={AccountPage} />
      {GalleryPage && <Route path="/ui" component={GalleryPage} />}
      <Route component={NotFoundPage} />
    </Switch>
  );
}
