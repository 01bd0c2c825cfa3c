// Tells the creator what viewers don't receive, and how it is being fixed.
import type { LocalMedia } from '../devices/useLocalMedia';
import { useT } from '../i18n/current';
import { Notice } from '../ui/Notice';
import { faultText, onAirState, deniedText, type OnAirState } from './onAir';
import type { MediaFaults } from './usePublishHealth';

interface Props {
  media: LocalMedia;
  mediaFaults: MediaFaults;
  isScreenShared: boolean;
}

export function MediaFaultNotice({ media, mediaFaults, isScreenShared }: Props) {
  const t = useT();
  const { problem, note } = onAirStateFromMedia(media, mediaFaults, isScreenShared);
  if (problem !== null) {
    return (
      <Notice tone="problem" title={t(problem)}>
        {(['camera', 'microphone'] as const).map((name) => {
          const fault = mediaFaults[name];
          if (fault === null) return null;
          // A device problem has its own notice with the steps.
          return <p key={name}>{t(media[name].problem === null ? faultText(name, fault) : deniedText(name))}</p>;
        })}
      </Notice>
    );
  }
  return note !== null && <p role="status">{t(note)}</p>;
}

export function onAirStateFromMedia(media: LocalMedia, mediaFaults: MediaFaults, isScreenShared: boolean): OnAirState {
  const one = (name: keyof MediaFaults) => ({ hasTrack: media[name].track !== null, isOn: media[name].isOn, fault: mediaFaults[name] });
  return onAirState(one('camera'), one('microphone'), isScreenShared);
}
