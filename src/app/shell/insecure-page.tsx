// The one screen over plain http from another machine: why it can't go on, and the three ways to https.

import { CenteredCard } from '../ui/centered-card.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import '../kiosk/kiosk.css';

/** Stands in place of every screen where the browser withholds keys and workers. */
export default function InsecurePage() {
  usePageTitle('https needed');
  return (
    <CenteredCard
      width="wide"
      title="Floorkey needs https"
      lead={
        <>
          This page was opened over plain http, as <strong className="fk-address">{location.origin}</strong>.
          Browsers let a tablet keep its keys and work offline only over https. Whoever runs the server can
          set it up in one of three ways:
        </>
      }
    >
      <ol className="fk-ways">
        <li>
          <h2>Certificate files</h2>
          <p>
            Start Floorkey with <code>TLS_CERT</code> and <code>TLS_KEY</code>: the files of a certificate and
            its key.
          </p>
        </li>
        <li>
          <h2>A reverse proxy</h2>
          <p>
            Let an https proxy pass requests on, and start Floorkey with <code>TRUST_PROXY</code> and{' '}
            <code>PUBLIC_URL</code>.
          </p>
        </li>
        <li>
          <h2>A tunnel</h2>
          <p>
            Let a tunnel service give the server an https address, and write that address in{' '}
            <code>PUBLIC_URL</code>.
          </p>
        </li>
      </ol>
      <p className="fk-ways-after">
        Then open the https address here. On the server’s own machine, http://localhost works as it is.
      </p>
    </CenteredCard>
  );
}
