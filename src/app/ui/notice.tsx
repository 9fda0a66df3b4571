// A notice in the page: what happened and what to do next, in four tones.
import type { ReactNode } from 'react';
import { ErrorIcon, InfoIcon, SuccessIcon, WarningIcon } from './icons.tsx';
import './notice.css';

const icons = { success: SuccessIcon, info: InfoIcon, warning: WarningIcon, error: ErrorIcon };

/** The tones that notices, badges and toasts share. */
export type Tone = keyof typeof icons;

export interface NoticeProps {
  tone: Tone;
  /** What happened, in one line. */
  title: string;
  /** More on it, and what to do next. */
  children?: ReactNode;
  /** A button or link that does it. */
  action?: ReactNode;
}

/** Says what happened; an error interrupts a screen reader, the other tones wait for their turn. */
export function Notice({ tone, title, children, action }: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div className={`fk-notice fk-notice-${tone}`} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon size={24} />
      <div className="fk-notice-body">
        <p className="fk-notice-title">{title}</p>
        {children && <div className="fk-notice-text">{children}</div>}
      </div>
      {action && <div className="fk-notice-action">{action}</div>}
    </div>
  );
}
