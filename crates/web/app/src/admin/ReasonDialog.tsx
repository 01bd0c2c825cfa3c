// Asks an admin for a reason. The audit log stores it, and an applicant sees it.
import * as Dialog from '@radix-ui/react-dialog';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { Button } from '../ui/Button';
import { LIMITS } from '../api/limits';
import { common } from '../i18n/en/common';
import { useT } from '../i18n/current';
import { admin } from '../i18n/en/admin';
import { validateLength } from '../ui/characters';
import { Field } from '../ui/Field';
import { focusFirstInvalid } from '../ui/focusFirstInvalid';
import { errorMessage } from '../ui/errorMessage';
import dialog from '../ui/Dialog.module.css';
import styles from './ReasonDialog.module.css';

const REASON_LIMIT = LIMITS.reason;

interface Props {
  title: ReactNode;
  text: string;
  label: string;
  /** Rejects with an `ApiError`. */
  onConfirm: (reason: string) => Promise<void>;
  onClose: () => void;
}

export function ReasonDialog({ title, text, label, onConfirm, onClose }: Props) {
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);

  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    const lengthError = validateLength(t, reason, REASON_LIMIT, admin.reasonMissing);
    setProblem(lengthError);
    if (lengthError) {
      focusFirstInvalid(form.current);
      return;
    }
    setIsBusy(true);
    try {
      await onConfirm(reason);
    } catch (error) {
      setProblem(errorMessage(error));
      setIsBusy(false);
      focusFirstInvalid(form.current);
    }
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={dialog.overlay} />
        <Dialog.Content className={`${dialog.dialog} ${styles.reason}`}>
          <Dialog.Title className={dialog.title}>{title}</Dialog.Title>
          <Dialog.Description className={dialog.text}>{text}</Dialog.Description>
          <form ref={form} className={styles.form} onSubmit={(event) => void confirm(event)} noValidate>
            <Field multiline label={t(admin.reason)} name="reason" rows={3} value={reason} onValueChange={setReason} limit={REASON_LIMIT} problem={problem} />
            <div className={dialog.actions}>
              <Button variant="secondary" onClick={onClose}>
                {t(common.cancel)}
              </Button>
              <Button type="submit" variant="signal" isBusy={isBusy}>
                {label}
              </Button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
