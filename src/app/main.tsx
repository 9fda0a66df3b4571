// Starts the app.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { useDeviceState } from './device-state.ts';
import { startDevice } from './start-device.ts';

void startDevice();

function App() {
  const { phase, organizationName, deviceName } = useDeviceState();
  return (
    <main data-phase={phase}>
      {organizationName} {deviceName}
    </main>
  );
}

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
