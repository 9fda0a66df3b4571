// Toasts: short news of what has been done, at the bottom of the screen, read aloud and then gone.
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastRegion as AriaToastRegion,
  Text,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
} from 'react-aria-components';
import { IconButton } from '../icon-button.tsx';
import { CloseIcon, ErrorIcon, SuccessIcon } from '../icons.tsx';
import './press-style.ts';
import './toast.css';

interface ToastWords {
  tone: 'success' | 'error';
  title: string;
  text?: string | undefined;
}

const queue = new ToastQueue<ToastWords>({ maxVisibleToasts: 3 });

/** Shows a toast for 6 seconds; an error stays until it is closed. */
export function showToast(words: ToastWords): void {
  queue.add(words, words.tone === 'error' ? {} : { timeout: 6000 });
}

/** Where toasts appear; stands once in the admin screens. */
export function ToastRegion() {
  return (
    <AriaToastRegion queue={queue} className="fk-toasts">
      {({ toast }) => (
        <AriaToast toast={toast} className={`fk-toast fk-toast-${toast.content.tone}`}>
          {toast.content.tone === 'error' ? <ErrorIcon size={24} /> : <SuccessIcon size={24} />}
          <ToastContent className="fk-toast-body">
            <Text slot="title" className="fk-toast-title">
              {toast.content.title}
            </Text>
            {toast.content.text && <Text slot="description">{toast.content.text}</Text>}
          </ToastContent>
          <IconButton label="Close" onClick={() => queue.close(toast.key)}>
            <CloseIcon />
          </IconButton>
        </AriaToast>
      )}
    </AriaToastRegion>
  );
}
