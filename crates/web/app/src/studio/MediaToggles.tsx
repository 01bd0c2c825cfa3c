// Buttons for camera and microphone. Their labels say what a press does.
import type { ReactNode } from 'react';
import { useT } from '../i18n/current';
import { studio } from '../i18n/en/studio';
import type { Message } from '../i18n/message';
import { useStored } from '../storage/storedValue';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { areShortcutsOn } from '../ui/shortcuts';
import styles from './MediaToggles.module.css';

interface Props {
  onToggleCamera: () => void;
  onToggleMic: () => void;
  isCameraOn: boolean;
  isMicOn: boolean;
  /** Whether there is a device to switch. */
  hasCamera: boolean;
  hasMic: boolean;
  /** More buttons. */
  tools?: ReactNode;
}

export function MediaToggles({ onToggleCamera, onToggleMic, isCameraOn, isMicOn, hasCamera, hasMic, tools }: Props) {
  const t = useT();
  return (
    <div className={styles.toggles}>
      <Toggle isOn={isCameraOn && hasCamera} disabled={!hasCamera} onClick={onToggleCamera} label={t(cameraLabel(isCameraOn, hasCamera))} shortcut="V">
        <Icon name={isCameraOn && hasCamera ? 'camera' : 'cameraOff'} />
      </Toggle>
      <Toggle isOn={isMicOn && hasMic} disabled={!hasMic} onClick={onToggleMic} label={t(micLabel(isMicOn, hasMic))} shortcut="M">
        <Icon name={isMicOn && hasMic ? 'mic' : 'micOff'} />
      </Toggle>
      {tools}
    </div>
  );
}

function cameraLabel(isOn: boolean, hasDevice: boolean): Message {
  if (!hasDevice) return studio.noCameraFound;
  return isOn ? studio.turnCameraOff : studio.turnCameraOn;
}

function micLabel(isOn: boolean, hasDevice: boolean): Message {
  if (!hasDevice) return studio.noMicrophoneFound;
  return isOn ? studio.mute : studio.unmute;
}

interface ToggleProps {
  /** Switched off, the button stands out. */
  isOn?: boolean;
  disabled?: boolean;
  isBusy?: boolean;
  onClick: () => void;
  label: string;
  /** A key that does the same. */
  shortcut?: string;
  className?: string;
  children: ReactNode;
}

export function Toggle({ isOn = true, label, shortcut, className = '', ...rest }: ToggleProps) {
  const t = useT();
  const key = useStored(areShortcutsOn) ? shortcut : undefined;
  return (
    <Button
      {...rest}
      variant="secondary"
      className={`${styles.toggle} ${isOn ? '' : styles.off} ${className}`}
      aria-label={label}
      aria-keyshortcuts={key}
      title={key ? t(studio.labelWithKey, { label, key }) : label}
    />
  );
}
