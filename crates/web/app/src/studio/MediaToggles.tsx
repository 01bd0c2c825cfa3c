// Buttons for camera and microphone. Their labels say what a press does.
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import styles from './MediaToggles.module.css';

interface Props {
  onToggleCamera: () => void;
  onToggleMic: () => void;
  isCameraOn: boolean;
  isMicOn: boolean;
  /** Whether there is a device to switch. */
  hasCamera: boolean;
  hasMic: boolean;
}

export function MediaToggles({ onToggleCamera, onToggleMic, isCameraOn, isMicOn, hasCamera, hasMic }: Props) {
  return (
    <div className={styles.toggles}>
      <Toggle isOn={isCameraOn && hasCamera} disabled={!hasCamera} onClick={onToggleCamera} label={cameraLabel(isCameraOn, hasCamera)}>
        <Icon name={isCameraOn && hasCamera ? 'camera' : 'cameraOff'} />
      </Toggle>
      <Toggle isOn={isMicOn && hasMic} disabled={!hasMic} onClick={onToggleMic} label={micLabel(isMicOn, hasMic)}>
        <Icon name={isMicOn && hasMic ? 'mic' : 'micOff'} />
      </Toggle>
    </div>
  );
}

function cameraLabel(isOn: boolean, hasDevice: boolean): string {
  if (!hasDevice) return 'No camera';
  return isOn ? 'Turn camera off' : 'Turn camera on';
}

function micLabel(isOn: boolean, hasDevice: boolean): string {
  if (!hasDevice) return 'No microphone';
  return isOn ? 'Mute microphone' : 'Unmute microphone';
}

interface ToggleProps {
  isOn: boolean;
  disabled: boolean;
  onClick: () => void;
  label: string;
  children: React.ReactNode;
}

function Toggle({ isOn, disabled, onClick, label, children }: ToggleProps) {
  return (
    <Button
      variant="secondary"
      className={`${styles.toggle} ${isOn ? '' : styles.off}`}
      disabled={disabled}
      onClick={onClick}
      aria-label={label}
      title={label}
    >
      {children}
    </Button>
  );
}
