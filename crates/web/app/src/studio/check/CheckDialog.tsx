// The dialog with the connection check. Its code is loaded when it is opened.
import * as Dialog from '@radix-ui/react-dialog';
import { useEffect, useState, type ComponentType } from 'react';
import { isApiError } from '../../api/apiError';
import type { LocalMedia } from '../../devices/useLocalMedia';
import { connectionCheck as texts } from '../../i18n/en/connectionCheck';
import { useT } from '../../i18n/current';
import dialog from '../../ui/Dialog.module.css';
import { errorMessage } from '../../ui/errorMessage';
import { Loading } from '../../ui/Loading';
import { loadChunk } from '../../upgrade/loadChunk';
import { fetchCheckToken } from './api';
import type { CheckPanelProps } from './CheckPanel';
import styles from './CheckPanel.module.css';

interface Props {
  isOpen: boolean;
  onClose: () => void;
  media: LocalMedia;
}

export function CheckDialog({ isOpen, onClose, media }: Props) {
  const t = useT();
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={dialog.overlay} />
        <Dialog.Content
          className={`${dialog.dialog} ${styles.dialog}`}
          aria-describedby={undefined}
          // A slip of the mouse must not end a check that takes half a minute.
          onInteractOutside={(event) => event.preventDefault()}
        >
          <Dialog.Title className={dialog.title}>{t(texts.title)}</Dialog.Title>
          <Content media={media} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Content({ media: { camera, microphone } }: { media: LocalMedia }) {
  const t = useT();
  const [Panel, setPanel] = useState<ComponentType<CheckPanelProps> | null>(null);
  const [isMissing, setIsMissing] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    loadChunk(() => import('./CheckPanel')).then(
      ({ CheckPanel }) => isCurrent && setPanel(() => CheckPanel),
      () => isCurrent && setIsMissing(true),
    );
    return () => {
      isCurrent = false;
    };
  }, []);
  const errorText = (error: unknown) => (isApiError(error, 'MEDIA_UNAVAILABLE') ? t(texts.mediaUnavailable) : errorMessage(error));
  if (Panel) return <Panel tracks={{ camera: ownTrack(camera), microphone: ownTrack(microphone) }} fetchToken={fetchCheckToken} errorText={errorText} />;
  if (isMissing) return <p role="alert">{t(texts.chunkMissing)}</p>;
  return <Loading>{t(texts.loading)}</Loading>;
}

function ownTrack({ track, isOn }: LocalMedia['camera'] | LocalMedia['microphone']): MediaStreamTrack | null {
  const captured = track?.mediaStreamTrack;
  return isOn && captured?.readyState === 'live' ? captured : null;
}
