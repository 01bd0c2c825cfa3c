// Lists the keyboard shortcuts of a page, and switches all of them off.
import * as Dialog from '@radix-ui/react-dialog';
import { useStored } from '../storage/storedValue';
import { Button } from './Button';
import dialog from './Dialog.module.css';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { areShortcutsOn } from './shortcuts';
import styles from './ShortcutsDialog.module.css';
import { Switch } from './Switch';

interface Props {
  isOpen: boolean;
  onClose: () => void;
  /** `keys` are separated by spaces. */
  shortcuts: readonly { keys: string; what: string }[];
  /** In full screen, only what is inside this element is seen. */
  container?: HTMLElement | null;
}

export function ShortcutsDialog({ isOpen, onClose, shortcuts, container = null }: Props) {
  const t = useT();
  const isOn = useStored(areShortcutsOn);
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal container={container}>
        <Dialog.Overlay className={dialog.overlay} />
        <Dialog.Content className={dialog.dialog} aria-describedby={undefined}>
          <Dialog.Title className={dialog.title}>{t(common.shortcuts)}</Dialog.Title>
          <dl className={`${styles.list} ${isOn ? '' : styles.off}`}>
            {shortcuts.map(({ keys, what }) => (
              <div key={keys}>
                <dt>
                  {keys.split(' ').map((key) => (
                    <kbd key={key} className={styles.key}>
                      {key}
                    </kbd>
                  ))}
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
          <Switch label={t(common.shortcutsOn)} hint={t(common.shortcutsHint)} checked={isOn} onCheckedChange={areShortcutsOn.set} />
          <div className={dialog.actions}>
            <Button variant="secondary" onClick={onClose}>
              {t(common.close)}
            </Button>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
