// The help: a guide for those who look after people and tablets.
import { useEffect, useRef } from 'react';
import { Link, useParams } from 'wouter';
import { navigate } from 'wouter/use-browser-location';
import { LogoMark } from '../ui/logo.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import type { HelpSection, HelpTopic } from './topic.ts';
import { helpTopics } from './topics.ts';
import './help.css';

function Section({ title, text = [], steps = [], points = [] }: HelpSection) {
  return (
    <section>
      <h2>{title}</h2>
      {text.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {steps.length > 0 && (
        <ol>
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      {points.length > 0 && (
        <ul>
          {points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Topic({ topic }: { topic: HelpTopic }) {
  return (
    <article className="fk-help-topic">
      <h1>{topic.title}</h1>
      <p className="fk-help-lead">{topic.lead}</p>
      {topic.sections.map((section) => (
        <Section key={section.title} {...section} />
      ))}
    </article>
  );
}

/** To where one came from; somebody who opened the address itself goes to the first screen. */
function goBack() {
  if (history.length > 1) history.back();
  else navigate('/');
}

/** Stands at `/help` and, for one topic, at `/help/…`; it needs nobody who is signed in. */
export default function HelpPage() {
  const { topic: asked } = useParams<{ topic?: string }>();
  const topic = helpTopics.find(({ id }) => id === asked) ?? helpTopics[0];
  usePageTitle(topic ? `${topic.title} · Help` : 'Help');
  const list = useRef<HTMLUListElement>(null);
  const shown = topic?.id;
  useEffect(() => {
    // Read from its beginning; on a phone the list of topics scrolls sideways.
    scrollTo(0, 0);
    const current = shown && list.current?.querySelector('[aria-current]');
    if (current) current.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [shown]);
  return (
    <div className="fk-help">
      <header className="fk-help-bar">
        <Link href="/" className="fk-help-brand">
          <LogoMark size={40} />
          <span>Floorkey Help</span>
        </Link>
        <button type="button" className="fk-help-back" onClick={goBack}>
          Back
        </button>
      </header>
      <nav className="fk-help-nav" aria-label="Topics">
        <ul ref={list}>
          {helpTopics.map(({ id, title }) => (
            <li key={id}>
              <Link href={`/help/${id}`} aria-current={id === topic?.id ? 'page' : undefined}>
                {title}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main className="fk-help-main" id="content">
        {topic && <Topic topic={topic} />}
      </main>
    </div>
  );
}
