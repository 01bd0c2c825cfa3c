// Sharing a watch page: the system's share sheet, the link and its QR code.
import * as Dialog from '@radix-ui/react-dialog';
import { useId, useState } from 'react';
import { useT } from '../../i18n/current';
import { common } from '../../i18n/en/common';
import { watch } from '../../i18n/en/watch';
import type { Message } from '../../i18n/message';
import { Button } from '../../ui/Button';
import dialog from '../../ui/Dialog.module.css';
import { Icon } from '../../ui/Icon';
import { QrCode } from './QrCode';
import styles from './ShareDialog.module.css';

export function ShareButton({ username, title }: { username: string; title: string }) {
  const t = useT();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <Dialog.Trigger className={styles.opener} aria-label={t(watch.share)} title={t(watch.share)}>
        <Icon name="share" />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className={dialog.overlay} />
        <Dialog.Content className={dialog.dialog} aria-describedby={undefined}>
          <Dialog.Title className={dialog.title}>{t(watch.shareStream)}</Dialog.Title>
          <ShareOptions url={`${window.location.origin}/watch/${encodeURIComponent(username)}`} title={title} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function ShareOptions({ url, title }: { url: string; title: string }) {
  const t = useT();
  const id = useId();
  const [note, setNote] = useState<Message | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url);
      setNote(watch.copied);
    } catch {
      setNote(watch.cantCopy);
    }
  };
  const shareWithSystem = () => {
    // Rejected when the user closes the sheet.
    navigator.share?.({ url, title }).catch(() => undefined);
  };
  return (
    <>
      <QrCode url={url} />
      <label htmlFor={id} className="visually-hidden">
        {t(watch.link)}
      </label>
      <input id={id} className={styles.link} value={url} readOnly dir="ltr" onFocus={(event) => event.target.select()} />
      <div className={styles.buttons}>
        <Button onClick={() => void copy()}>
          <Icon name="link" size={18} />
          {t(watch.copyLink)}
        </Button>
        {'share' in navigator && (
          <Button variant="secondary" onClick={shareWithSystem}>
            <Icon name="share" size={18} />
            {t(watch.shareWith)}
          </Button>
        )}
      </div>
      <div className={styles.foot}>
        <p role="status" className={styles.note}>
          {note && t(note)}
        </p>
        <Dialog.Close asChild>
          <Button variant="secondary">{t(common.close)}</Button>
        </Dialog.Close>
      </div>
    </>
  );
}
