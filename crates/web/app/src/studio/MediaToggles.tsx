// Camera and microphone on or off. Their labels say what a press does.
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import styles from './MediaToggles.module.css';

interface Props {
  onToggleCamera: () => void;
  onToggleMic: () => void;
  isCameraOn: boolean;
  isMicOn: boolean;
  disabled?: boolean;
}

export function MediaToggles({ onToggleCamera, onToggleMic, isCameraOn, isMicOn, disabled }: Props) {
  return (
    <div className={styles.toggles}>
      <Toggle isOn={isCameraOn} disabled={disabled} onClick={onToggleCamera} label={isCameraOn ? 'Turn camera off' : 'Turn camera on'}>
        <Icon name={isCameraOn ? 'camera' : 'cameraOff'} />
      </Toggle>
      <Toggle isOn={isMicOn} disabled={disabled} onClick={onToggleMic} label={isMicOn ? 'Mute microphone' : 'Unmute microphone'}>
        <Icon name={isMicOn ? 'mic' : 'micOff'} />
      </Toggle>
    </div>
  );
}

interface ToggleProps {
  isOn: boolean;
  disabled: boolean | undefined;
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
