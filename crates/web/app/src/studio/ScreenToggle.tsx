// Starts and stops sharing the screen.
import { Icon } from '../ui/Icon';
import { Toggle } from './MediaToggles';
import type { ScreenShare } from './useScreenShare';

export function ScreenToggle({ screen: { isSupported, track, isStarting, start, stop } }: { screen: ScreenShare }) {
  if (!isSupported) return null;
  return (
    <Toggle
      label={track ? 'Stop sharing the screen' : 'Share the screen'}
      isOn={track === null}
      isBusy={isStarting}
      onClick={track ? stop : start}
    >
      <Icon name={track ? 'screenOff' : 'screen'} />
    </Toggle>
  );
}
