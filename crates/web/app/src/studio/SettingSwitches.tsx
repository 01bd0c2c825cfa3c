// The switches for a stream's settings.
import type { ReactNode } from 'react';
import type { Stream } from '../api/types';
import { useT } from '../i18n/current';
import { studio } from '../i18n/en/studio';
import { Switch } from '../ui/Switch';
import styles from './SettingSwitches.module.css';

export type StreamSettings = Pick<Stream, 'isChatEnabled' | 'isChatDelayed' | 'isChatFollowersOnly' | 'isGuestsAllowed'>;

interface Props {
  settings: StreamSettings;
  disabled?: boolean;
  /** Another switch about the audience. */
  audience?: ReactNode;
  onChange: (change: Partial<StreamSettings>) => void;
}

export function SettingSwitches({ settings, disabled = false, audience, onChange }: Props) {
  const t = useT();
  // The settings of a disabled chat are kept, but can't be changed.
  const isChatSettingDisabled = disabled || !settings.isChatEnabled;
  return (
    <div className={styles.groups}>
      <fieldset className={styles.group}>
        <legend>{t(studio.audience)}</legend>
        <Switch
          label={t(studio.guestsMayWatch)}
          hint={t(studio.guestsHint)}
          checked={settings.isGuestsAllowed}
          disabled={disabled}
          onCheckedChange={(isGuestsAllowed) => onChange({ isGuestsAllowed })}
        />
        {audience}
      </fieldset>
      <fieldset className={styles.group}>
        <legend>{t(studio.chat)}</legend>
        <Switch
          label={t(studio.chatIsOpen)}
          checked={settings.isChatEnabled}
          disabled={disabled}
          onCheckedChange={(isChatEnabled) => onChange({ isChatEnabled })}
        />
        <Switch
          label={t(studio.delayMessages)}
          hint={t(studio.delayHint)}
          checked={settings.isChatDelayed}
          disabled={isChatSettingDisabled}
          onCheckedChange={(isChatDelayed) => onChange({ isChatDelayed })}
        />
        <Switch
          label={t(studio.followersOnly)}
          hint={t(studio.followersHint)}
          checked={settings.isChatFollowersOnly}
          disabled={isChatSettingDisabled}
          onCheckedChange={(isChatFollowersOnly) => onChange({ isChatFollowersOnly })}
        />
      </fieldset>
    </div>
  );
}
