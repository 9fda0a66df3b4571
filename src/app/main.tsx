// Starts the app.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Routes } from './routes.tsx';
import { startDevice } from './start-device.ts';
import './ui/tokens.css';
import './ui/base.css';

void startDevice();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Routes />
    </StrictMode>,
  );
}
