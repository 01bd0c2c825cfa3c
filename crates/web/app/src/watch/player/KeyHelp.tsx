// The list of the player's keyboard shortcuts. Single keys can be turned off: they may disturb speech input.
import * as Dialog from '@radix-ui/react-dialog';
import { Button } from '../../ui/Button';
import dialog from '../../ui/Dialog.module.css';
import { Switch } from '../../ui/Switch';
import styles from './KeyHelp.module.css';
import { SHORTCUTS } from './playerKeys';

interface Props {
  isOpen: boolean;
  onClose: () => void;
  areKeysOn: boolean;
  onKeys: (areOn: boolean) => void;
  /** In full screen, only what is inside this element is seen. */
  container: HTMLElement | null;
}

export function KeyHelp({ isOpen, onClose, areKeysOn, onKeys, container }: Props) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal container={container}>
        <Dialog.Overlay className={dialog.overlay} />
        <Dialog.Content className={dialog.dialog} aria-describedby={undefined}>
          <Dialog.Title className={dialog.title}>Keyboard shortcuts</Dialog.Title>
          <dl className={styles.list}>
            {SHORTCUTS.map(({ keys, what }) => (
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
          <Switch label="Use keyboard shortcuts" checked={areKeysOn} onCheckedChange={onKeys} />
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
