// A confirmation dialog.
import * as Dialog from '@radix-ui/react-dialog';
import { useRef, type ReactNode } from 'react';
import { Button } from './Button';
import styles from './Dialog.module.css';

interface Props {
  isOpen: boolean;
  title: ReactNode;
  children: string;
  confirmLabel: string;
  cancelLabel: string;
  isBusy?: boolean;
  /** The error of the confirmed action. */
  problem?: string | null;
  onConfirm: () => void;
  onCancel: () => void;
}

export function ConfirmDialog(props: Props) {
  const { isOpen, title, children, confirmLabel, cancelLabel, isBusy = false, problem, onConfirm, onCancel } = props;
  const opener = useRef<Element | null>(null);
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onCancel()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content
          className={styles.dialog}
          role="alertdialog"
          onOpenAutoFocus={() => {
            opener.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            restoreFocus(opener.current);
          }}
        >
          <Dialog.Title className={styles.title}>{title}</Dialog.Title>
          <Dialog.Description className={styles.text}>{children}</Dialog.Description>
          {problem && (
            <p role="alert" className={styles.problem}>
              {problem}
            </p>
          )}
          <div className={styles.actions}>
            {/* First, so that it has the focus: pressing Enter must not confirm. */}
            <Button variant="secondary" onClick={onCancel}>
              {cancelLabel}
            </Button>
            <Button variant="signal" isBusy={isBusy} onClick={onConfirm}>
              {confirmLabel}
            </Button>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Restores the focus; the confirmed action may have removed the opener. */
function restoreFocus(opener: Element | null): void {
  const place = opener?.isConnected ? opener : document.getElementById('content');
  if (place instanceof HTMLElement) place.focus({ preventScroll: true });
}
