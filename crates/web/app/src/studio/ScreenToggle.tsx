// Starts and stops sharing the screen.
import { useT } from '../i18n/current';
import { studio } from '../i18n/en/studio';
import { Icon } from '../ui/Icon';
import { Toggle } from './MediaToggles';
import type { ScreenShare } from './useScreenShare';

export function ScreenToggle({ screen: { isSupported, track, isStarting, start, stop } }: { screen: ScreenShare }) {
  const t = useT();
  if (!isSupported) return null;
  return (
    <Toggle
      label={t(track ? studio.stopScreen : studio.shareScreen)}
      isOn={track === null}
      isBusy={isStarting}
      onClick={track ? stop : start}
    >
      <Icon name={track ? 'screenOff' : 'screen'} />
    </Toggle>
  );
}
