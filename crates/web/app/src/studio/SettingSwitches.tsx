// The switches for a stream's settings.
import type { Stream } from '../api/types';
import { Switch } from '../ui/Switch';
import styles from './SettingSwitches.module.css';

export type StreamSettings = Pick<Stream, 'isChatEnabled' | 'isChatDelayed' | 'isChatFollowersOnly' | 'isGuestsAllowed'>;

interface Props {
  settings: StreamSettings;
  disabled?: boolean;
  onChange: (change: Partial<StreamSettings>) => void;
}

export function SettingSwitches({ settings, disabled = false, onChange }: Props) {
  // The settings of a disabled chat are kept, but can't be changed.
  const isChatSettingDisabled = disabled || !settings.isChatEnabled;
  return (
    <div className={styles.groups}>
      <fieldset className={styles.group}>
        <legend>Audience</legend>
        <Switch
          label="Guests may watch"
          hint="People who aren’t signed in."
          checked={settings.isGuestsAllowed}
          disabled={disabled}
          onCheckedChange={(isGuestsAllowed) => onChange({ isGuestsAllowed })}
        />
      </fieldset>
      <fieldset className={styles.group}>
        <legend>Chat</legend>
        <Switch
          label="Chat is open"
          checked={settings.isChatEnabled}
          disabled={disabled}
          onCheckedChange={(isChatEnabled) => onChange({ isChatEnabled })}
        />
        <Switch
          label="Delay messages"
          hint="Others see messages 3 seconds later, so you can remove them first."
          checked={settings.isChatDelayed}
          disabled={isChatSettingDisabled}
          onCheckedChange={(isChatDelayed) => onChange({ isChatDelayed })}
        />
        <Switch
          label="Followers only"
          hint="Everyone can watch; only followers can write."
          checked={settings.isChatFollowersOnly}
          disabled={isChatSettingDisabled}
          onCheckedChange={(isChatFollowersOnly) => onChange({ isChatFollowersOnly })}
        />
      </fieldset>
    </div>
  );
}
