// What viewers see and may do: title, description, audience, chat, and the URL of the watch page.
import type { Stream } from '../api/types';
import { SectionBoundary } from '../errors/boundaries';
import { useT } from '../i18n/current';
import { studio } from '../i18n/en/studio';
import { OverlayLink } from './OverlayLink';
import { ShareLink } from './ShareLink';
import { StreamInfoEditor } from './StreamInfoEditor';
import styles from './StreamPanel.module.css';
import { StreamSettingsForm } from './StreamSettingsForm';

interface Props {
  stream: Stream;
  username: string;
  onStreamChanged: (stream: Stream) => void;
}

export function StreamPanel({ stream, username, onStreamChanged }: Props) {
  const t = useT();
  return (
    <div className={styles.panel}>
      <SectionBoundary text={t(studio.editorBroke)}>
        <StreamInfoEditor stream={stream} onSaved={onStreamChanged} />
      </SectionBoundary>
      <div className={styles.column}>
        <SectionBoundary text={t(studio.settingsBroke)}>
          <StreamSettingsForm stream={stream} onSaved={onStreamChanged} />
        </SectionBoundary>
        <ShareLink username={username} />
        <OverlayLink username={username} />
      </div>
    </div>
  );
}
