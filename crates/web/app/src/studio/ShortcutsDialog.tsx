// Lists the keyboard shortcuts, and switches them off.
import * as Dialog from '@radix-ui/react-dialog';
import { useStored } from '../storage/storedValue';
import { Button } from '../ui/Button';
import dialog from '../ui/Dialog.module.css';
import { Switch } from '../ui/Switch';
import { areShortcutsOn, SHORTCUTS } from './shortcuts';
import styles from './ShortcutsDialog.module.css';

export function ShortcutsDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const isOn = useStored(areShortcutsOn);
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={dialog.overlay} />
        <Dialog.Content className={dialog.dialog} aria-describedby={undefined}>
          <Dialog.Title className={dialog.title}>Keyboard shortcuts</Dialog.Title>
          <dl className={`${styles.keys} ${isOn ? '' : styles.off}`}>
            {SHORTCUTS.map(({ key, label }) => (
              <div key={key} className={styles.row}>
                <dt>{label}</dt>
                <dd>
                  <kbd className={styles.key}>{key}</kbd>
                </dd>
              </div>
            ))}
          </dl>
          <Switch label="Use keyboard shortcuts" hint="They never work while you type." checked={isOn} onCheckedChange={areShortcutsOn.set} />
          <div className={dialog.actions}>
            <Button variant="secondary" onClick={onClose}>
              Close
            </Button>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
