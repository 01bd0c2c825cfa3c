// The player's controls.
import * as Slider from '@radix-ui/react-slider';
import type { ReactNode } from 'react';
import { Icon, type IconName } from '../../ui/Icon';
import styles from './Controls.module.css';
import { useT } from '../../i18n/current';
import { player } from '../../i18n/en/player';
import { formatPercent } from '../../i18n/formats';
import type { LiveMedia, LiveMediaState } from './LiveMedia';
import { formatDelay } from './receiverStats';
import { audibleVolume, VOLUME_STEP, withVolume } from './sound';
import type { ScreenState } from './useScreen';

/** The mode in which the page gives the picture all its width; pages that only play have none. */
export interface Theatre {
  isOn: boolean;
  toggle: () => void;
}

interface Props {
  media: LiveMedia;
  sound: LiveMediaState;
  screen: ScreenState;
  delayMs: number | null;
  theatre: Theatre | null;
  /** The menu with the other settings. */
  menu: ReactNode;
}

export function Controls({ media, sound, screen, delayMs, theatre, menu }: Props) {
  const t = useT();
  const isMuted = sound.isMuted || sound.playback === 'sound-blocked';
  return (
    // Like the keys of a tape recorder, the controls of players are in the same order in every language.
    <div className={styles.bar} dir="ltr" role="group" aria-label={t(player.controls)}>
      <div className={styles.side}>
        <ControlButton label={t(isMuted ? player.unmute : player.mute)} shortcut="M" icon={soundIcon(isMuted, sound.volume)} onClick={() => media.toggleMute()} />
        {screen.canSetVolume && <VolumeSlider volume={isMuted ? 0 : audibleVolume(sound)} onVolume={(volume) => media.setSound(withVolume(volume))} />}
        {delayMs !== null && (
          <span className={styles.delay} title={t(player.estimateHint)}>
            <span className={styles.dot} aria-hidden="true" />
            <span className="visually-hidden">{t(player.estimate)} </span>
            <bdi>{t(player.delay, { delay: formatDelay(t.locale, delayMs) })}</bdi>
          </span>
        )}
      </div>
      <div className={styles.side}>
        {screen.hasCaptions && (
          <ControlButton label={t(player.captions)} icon="captions" isPressed={screen.isCaptioned} onClick={screen.toggleCaptions} />
        )}
        {menu}
        {screen.canPip && (
          <ControlButton
            label={t(screen.isPip ? player.leavePip : player.pip)}
            shortcut="P"
            icon="pip"
            onClick={screen.togglePip}
          />
        )}
        {theatre && !screen.isFullscreen && (
          <ControlButton
            className={styles.theatre}
            label={t(theatre.isOn ? player.leaveTheatre : player.theatre)}
            shortcut="T"
            icon={theatre.isOn ? 'theatreOff' : 'theatre'}
            onClick={theatre.toggle}
          />
        )}
        {screen.canFullscreen && (
          <ControlButton
            label={t(screen.isFullscreen ? player.leaveFullscreen : player.fullscreen)}
            shortcut="F"
            icon={screen.isFullscreen ? 'shrink' : 'expand'}
            onClick={screen.toggleFullscreen}
          />
        )}
      </div>
    </div>
  );
}

function soundIcon(isMuted: boolean, volume: number): IconName {
  if (isMuted) return 'soundOff';
  return volume < 0.5 ? 'soundLow' : 'sound';
}

interface ControlProps {
  label: string;
  icon: IconName;
  shortcut?: string;
  isPressed?: boolean;
  className?: string | undefined;
  onClick: () => void;
}

function ControlButton({ label, icon, shortcut, isPressed, className, onClick }: ControlProps) {
  const t = useT();
  return (
    <button
      type="button"
      className={[styles.control, className].filter(Boolean).join(' ')}
      aria-label={label}
      aria-pressed={isPressed}
      title={shortcut ? t(player.labelWithKey, { label, key: shortcut }) : label}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

function VolumeSlider({ volume, onVolume }: { volume: number; onVolume: (volume: number) => void }) {
  const t = useT();
  return (
    <Slider.Root
      dir="ltr"
      className={styles.slider}
      min={0}
      max={1}
      step={VOLUME_STEP}
      value={[volume]}
      onValueChange={([next = 0]) => onVolume(next)}
    >
      <Slider.Track className={styles.track}>
        <Slider.Range className={styles.range} />
      </Slider.Track>
      <Slider.Thumb className={styles.thumb} aria-label={t(player.volume)} aria-valuetext={formatPercent(t.locale, volume)} />
    </Slider.Root>
  );
}
