// A modal dialog with a title, a close button and room for a form.
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { IconButton } from '../icon-button.tsx';
import { CloseIcon } from '../icons.tsx';
import { SurroundingDialog } from './surrounding-dialog.ts';
import './press-style.ts';
import './admin.css';
import './dialog.css';

export interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** `alertdialog` for questions that must be answered. */
  role?: 'dialog' | 'alertdialog' | undefined;
  /** `narrow` is for questions, `normal` for forms. */
  width?: 'narrow' | 'normal' | undefined;
  /** While true, Escape and the close button do nothing: an answer is on its way. */
  busy?: boolean | undefined;
}

/** Holds the focus while it is open and gives it back when it closes; a touch outside doesn't close it, so no typing is lost. */
export function Dialog({
  isOpen,
  onClose,
  title,
  children,
  role = 'dialog',
  width = 'normal',
  busy = false,
}: DialogProps) {
  return (
    <ModalOverlay
      className="fk-overlay"
      isOpen={isOpen}
      isKeyboardDismissDisabled={busy}
      onOpenChange={(open) => !open && onClose()}
    >
      <Modal className={`fk-modal fk-modal-${width}`}>
        <AriaDialog className="fk-dialog" role={role}>
          <header className="fk-dialog-head">
            <Heading slot="title" className="fk-dialog-title">
              {title}
            </Heading>
            <IconButton label="Close" disabled={busy} onClick={onClose}>
              <CloseIcon />
            </IconButton>
          </header>
          <div className="fk-dialog-body">
            <SurroundingDialog value={null}>{children}</SurroundingDialog>
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
