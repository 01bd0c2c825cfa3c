// The QR code of a URL. Its library is loaded on demand.
import { useEffect, useState } from 'react';
import { useT } from '../../i18n/current';
import { watch } from '../../i18n/en/watch';
import { loadChunk } from '../../upgrade/loadChunk';
import { QUIET_ZONE, qrPath } from './qrPath';
import styles from './ShareDialog.module.css';

export function QrCode({ url }: { url: string }) {
  const t = useT();
  const [modules, setModules] = useState<boolean[][] | null>(null);
  useEffect(() => {
    let isCurrent = true;
    // Without it, the link can still be copied.
    loadChunk(() => import('uqr')).then(
      ({ encode }) => isCurrent && setModules(encode(url, { border: 0 }).data),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [url]);
  const size = (modules?.length ?? 0) + 2 * QUIET_ZONE;
  return (
    <div className={styles.code}>
      {modules && (
        <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t(watch.qrCode)} shapeRendering="crispEdges">
          <path d={qrPath(modules)} />
        </svg>
      )}
    </div>
  );
}
