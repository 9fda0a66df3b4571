// What every group of pictures needs: the filled server, the page of the one who is signed in, and the camera.
import type { RunningServer } from '../../src/server/start.ts';
import type { ChromiumBrowser, ChromiumPage } from '../../tests/browser/engine/chromium-engine.ts';
import type { Camera } from './camera.ts';

export interface Stage {
  server: RunningServer;
  url: string;
  browser: ChromiumBrowser;
  page: ChromiumPage;
  camera: Camera;
  owner: { email: string; name: string; password: string };
}
