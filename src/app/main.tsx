// Starts the app.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './shell/app.tsx';
import { startDevice } from './tablet/start-device.ts';
import './ui/tokens.css';
import './ui/base.css';

// A page that starts as the tablet’s ends the PIN session of another: the window of an app must not.
if (!location.pathname.startsWith('/open-app/')) void startDevice();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
