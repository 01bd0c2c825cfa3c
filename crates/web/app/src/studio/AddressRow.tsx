// An address with a button that copies it. It opens in a new tab, because leaving the studio would stop the broadcast.
import { useState } from 'react';
import { useT } from '../i18n/current';
import { studio } from '../i18n/en/studio';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import styles from './ShareLink.module.css';

export function AddressRow({ path }: { path: string }) {
  const t = useT();
  const [isCopied, setIsCopied] = useState(false);
  const address = window.location.origin + path;

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      setIsCopied(true);
    } catch {
      // Clipboard access is denied: the address next to the button can be selected.
      setIsCopied(false);
    }
  };

  return (
    <>
      <div className={styles.row}>
        <a href={path} target="_blank" rel="noreferrer" className={styles.address} dir="ltr">
          {address}
        </a>
        <Button variant="quiet" onClick={() => void copy()}>
          <Icon name="link" size={18} />
          {t(studio.copy)}
        </Button>
      </div>
      <p role="status" className={styles.copied}>
        {isCopied && t(studio.copied)}
      </p>
    </>
  );
}
