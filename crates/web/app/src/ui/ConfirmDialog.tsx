// A confirmation dialog.
import * as Dialog from '@radix-ui/react-dialog';
import type { ReactNode } from 'react';
import { Button } from './Button';
import styles from './Dialog.module.css';
import { useOpenerFocus } from './useOpenerFocus';

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
  const focus = useOpenerFocus();
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onCancel()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content
          className={styles.dialog}
          role="alertdialog"
          {...focus}
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
