// What a person does on Floorkey's screens, step by step, in whichever engine.
import { testPassword } from '../../integration/harness/test-organization.ts';
import type { Page } from '../engine/engine.ts';
import { ownerEmail } from './people.ts';

/** Fills in "Create your organization" and becomes its owner, Olive Owner. */
export async function setUpOnScreen(page: Page): Promise<void> {
  await page.fill('Organization name', 'Northgate Bakery');
  await page.fill('First name', 'Olive');
  await page.fill('Last name', 'Owner');
  await page.fill('Email address', ownerEmail);
  await page.fill('Password', testPassword);
  await page.clickButton('Create organization');
  await page.waitForUrl('/settings/users');
}

/** Signs in at the sign-in page that stands there. */
export async function fillSignIn(page: Page, email = ownerEmail, password = testPassword): Promise<void> {
  await page.fill('Email address', email);
  await page.fill('Password', password);
  await page.clickButton('Sign in');
}

/** Opens the sign-in page and signs in, by default as the owner. */
export async function signInOnScreen(page: Page, url: string, email = ownerEmail): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await fillSignIn(page, email);
  await page.waitFor(`document.querySelector('nav[aria-label="Organization Settings"]')`, {
    what: 'the settings',
  });
}

/** Chooses an item of the welcome menu. */
export async function chooseFromMenu(page: Page, name: string, item: string): Promise<void> {
  await page.clickButton(`Welcome, ${name}`);
  await page.clickButton(item);
}

export interface TypedUser {
  username: string;
  pin?: string;
  role?: string;
  firstName?: string;
  lastName?: string;
  email?: string;
  password?: string;
}

/** Fills the open dialog of a person with what is given; the rest stays as it stands. */
export async function fillUser(page: Page, user: Partial<TypedUser>): Promise<void> {
  if (user.username !== undefined) await page.fill('Username', user.username);
  if (user.role !== undefined) await page.select('Role', user.role);
  if (user.pin !== undefined) await page.fill('PIN', user.pin);
  if (user.email !== undefined) await page.fill('Email address', user.email);
  if (user.password !== undefined) await page.fill('Password', user.password);
  if (user.firstName !== undefined) await page.fill('First name', user.firstName);
  if (user.lastName !== undefined) await page.fill('Last name', user.lastName);
}

/** Adds a person from the open users list. */
export async function addUserOnScreen(page: Page, user: TypedUser): Promise<void> {
  await page.clickButton('Add user');
  await fillUser(page, user);
  await page.clickButton('Create');
  await waitForDialogToClose(page);
}

export function waitForDialogToClose(page: Page): Promise<void> {
  return page.waitFor(`document.querySelector('[role=dialog]') === null`, {
    what: 'the dialog to close',
  });
}

/** From any settings screen: makes this browser a device. */
export async function authorizeOnScreen(page: Page, name: string): Promise<void> {
  await page.clickButton('Authorized Devices');
  await page.clickButton('Authorize Device');
  await page.fill('Device name', name);
  await page.clickButton('Authorize');
  await page.waitForText(`This device is authorized as “${name}”`);
}

/** Signs in, makes this browser a device, and signs out: the pad stands there. */
export async function linkTablet(page: Page, url: string, name: string): Promise<void> {
  await signInOnScreen(page, url);
  await authorizeOnScreen(page, name);
  await page.clickButton('Sign out now');
  await waitForPad(page);
}

/** Waits until the pad takes digits. */
export function waitForPad(page: Page): Promise<void> {
  return page.waitFor(`document.querySelector('[aria-label="PIN pad"] button:not(:disabled)')`, {
    what: 'a pad that takes digits',
  });
}

/** Taps each digit on the pad. */
export async function tapPin(page: Page, pin: string): Promise<void> {
  for (const digit of pin) await page.clickButton(digit, { within: 'PIN pad' });
}

/** Waits for the home of a person. */
export function waitForHome(page: Page, name: string): Promise<void> {
  return page.waitFor(`document.querySelector('h1')?.textContent === ${JSON.stringify(name)}`, {
    what: `the home of ${name}`,
  });
}

/**
 * Taps a PIN and waits for home. A server that does not answer for 2.5 s on a busy machine is given up, with the PIN not
 * judged: whoever stands there taps again.
 */
export async function signInWithPin(page: Page, pin: string, name: string): Promise<void> {
  await waitForPad(page);
  await tapPin(page, pin);
  const isHome = `document.querySelector('h1')?.textContent === ${JSON.stringify(name)}`;
  const isUnjudged = `/PIN was not checked|Tap your name/.test(document.body.innerText)`;
  await page.waitFor(`${isHome} || ${isUnjudged}`, { what: `the home of ${name}` });
  if (await page.evaluate<boolean>(isHome)) return;
  await waitForPad(page);
  await tapPin(page, pin);
  await waitForHome(page, name);
}

export async function lock(page: Page): Promise<void> {
  await page.clickButton('Lock');
  await waitForPad(page);
}

/** Waits until a service worker is in control, so that the app opens without its server. */
export function waitForWorker(page: Page): Promise<void> {
  return page.waitFor(
    `navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)`,
    {
      what: 'a service worker in control',
      // It fetches the whole app first, beside everything else that a busy machine does.
      timeout: 120_000,
    },
  );
}
