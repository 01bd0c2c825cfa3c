// Switches the blurred background on and off, and says if that doesn't work well.
import type { BlurState } from '../devices/blur/backgroundBlur';
import { canBlur } from '../devices/blur/blurSupport';
import { isBackgroundBlurred } from '../devices/mediaSettings';
import { useT } from '../i18n/current';
import { blur as texts } from '../i18n/en/blur';
import { useStored } from '../storage/storedValue';
import { Button } from '../ui/Button';
import { Switch } from '../ui/Switch';
import styles from './BlurSwitch.module.css';

interface Props {
  blur: BlurState;
  /** The wish has changed. */
  onChange: () => void;
}

export function BlurSwitch({ blur: { status, isSlow }, onChange }: Props) {
  const t = useT();
  const isWanted = useStored(isBackgroundBlurred);
  const isPossible = canBlur();
  const change = (value: boolean) => {
    isBackgroundBlurred.set(value);
    onChange();
  };
  const hint = !isPossible ? t(texts.unsupported) : status === 'starting' ? t(texts.starting) : t(texts.hint);
  return (
    <>
      <Switch label={t(texts.label)} hint={hint} checked={isWanted && isPossible} disabled={!isPossible} onCheckedChange={change} />
      <div role="alert" className={styles.problem}>
        {status === 'failed' && (
          <>
            <p>{t(texts.failed)}</p>
            <Button variant="secondary" onClick={onChange}>
              {t(texts.again)}
            </Button>
          </>
        )}
        {status === 'on' && isSlow && (
          <>
            <p>{t(texts.slow)}</p>
            <Button variant="secondary" onClick={() => change(false)}>
              {t(texts.turnOff)}
            </Button>
          </>
        )}
      </div>
    </>
  );
}
