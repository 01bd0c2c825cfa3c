// What viewers see and may do: title, description, audience, chat, and the URL of the watch page.
import type { Stream } from '../api/types';
import { SectionBoundary } from '../errors/boundaries';
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
  return (
    <div className={styles.panel}>
      <SectionBoundary text="The title and description editor has stopped working.">
        <StreamInfoEditor stream={stream} onSaved={onStreamChanged} />
      </SectionBoundary>
      <div className={styles.column}>
        <SectionBoundary text="The stream settings has stopped working.">
          <StreamSettingsForm stream={stream} onSaved={onStreamChanged} />
        </SectionBoundary>
        <ShareLink username={username} />
        <OverlayLink username={username} />
      </div>
    </div>
  );
}
