// The screens of people with an account, each loaded when it is first opened, so that the pad carries none of them.
import { type ComponentType, createElement, lazy } from 'react';

function loadScreen(load: () => Promise<{ default: ComponentType }>) {
  return lazy(async () => {
    const [{ ServerState }, { default: Screen }] = await Promise.all([
      import('../auth/server-state.tsx'),
      load(),
    ]);
    return { default: () => createElement(ServerState, null, createElement(Screen)) };
  });
}

export const SignInPage = loadScreen(() => import('../auth/sign-in-page.tsx'));
export const SignUpPage = loadScreen(() => import('../auth/sign-up-page.tsx'));
export const SetupPage = loadScreen(() => import('../auth/setup-page.tsx'));
export const ResetPasswordPage = loadScreen(() => import('../auth/reset-password-page.tsx'));
export const ConfirmEmailPage = loadScreen(() => import('../auth/confirm-email-page.tsx'));
export const StopEmailChangePage = loadScreen(() => import('../auth/stop-email-change-page.tsx'));
export const OpenAppPage = loadScreen(() => import('../auth/open-app-page.tsx'));
export const InvitePage = loadScreen(() => import('../auth/invite-page.tsx'));
export const SettingsPages = loadScreen(() => import('../admin/settings-pages.tsx'));
export const HelpPage = lazy(() => import('../help/help-page.tsx'));
export const AccountPage = loadScreen(() => import('../account/account-page.tsx'));
