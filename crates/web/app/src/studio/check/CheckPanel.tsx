// The steps of a connection check as they are done, and what they mean.
import * as Dialog from '@radix-ui/react-dialog';
import { useEffect, useRef, useState } from 'react';
import { common } from '../../i18n/en/common';
import { connectionCheck as texts } from '../../i18n/en/connectionCheck';
import { useT } from '../../i18n/current';
import { Button } from '../../ui/Button';
import dialog from '../../ui/Dialog.module.css';
import { Icon, type IconName } from '../../ui/Icon';
import { Loading } from '../../ui/Loading';
import styles from './CheckPanel.module.css';
import { explanation, stateText, stepName, verdictText } from './checkTexts';
import { reportText } from './report';
import { STEPS, type Results, type StepName } from './steps';
import { useConnectionCheck, type ConnectionCheckState, type FetchToken, type OwnTracks } from './useConnectionCheck';
import { toneOf, type Tone } from './verdict';

/** The functions are those of the studio's chunk: importing them here would split the chunk of the home page. */
export interface CheckPanelProps {
  tracks: OwnTracks;
  fetchToken: FetchToken;
  /** What to tell the creator if `fetchToken` has failed. */
  errorText: (error: unknown) => string;
}

const ICONS: Record<Tone, IconName> = { neutral: 'dash', good: 'check', caution: 'alert', bad: 'cross' };

export function CheckPanel({ tracks, fetchToken, errorText }: CheckPanelProps) {
  const t = useT();
  const check = useConnectionCheck(tracks, fetchToken);
  const { phase, results, error, start, stop } = check;
  if (phase === 'failed') {
    return (
      <>
        <div role="alert" className={styles.verdict}>
          <p className={styles.sentence}>{t(texts.notStarted)}</p>
          <p>{errorText(error)}</p>
        </div>
        <div className={styles.actions}>
          <Button onClick={start}>{t(texts.again)}</Button>
          <CloseButton />
        </div>
      </>
    );
  }
  return (
    <>
      <p className={dialog.text}>{t(texts.intro)}</p>
      <ol className={styles.steps}>
        {STEPS.map((step) => (
          <Step key={step} step={step} results={results} />
        ))}
      </ol>
      <div role="status" className={styles.verdict}>
        {phase === 'running' && <Loading>{t(texts.running)}</Loading>}
        {phase === 'stopped' && <p>{t(texts.stopped)}</p>}
        {phase === 'done' && <p className={styles.sentence}>{verdictText(results, t)}</p>}
      </div>
      {phase === 'running' ? (
        <div className={styles.actions}>
          <Button variant="secondary" onClick={stop}>
            {t(texts.stop)}
          </Button>
        </div>
      ) : (
        <Actions check={check} />
      )}
    </>
  );
}

function Step({ step, results }: { step: StepName; results: Results }) {
  const t = useT();
  const { status } = results[step];
  const tone = toneOf(step, results);
  const why = explanation(step, results, t);
  return (
    <li className={styles.step} data-tone={tone} data-status={status}>
      <span className={styles.mark}>{status === 'running' ? <span className={styles.spinner} aria-hidden="true" /> : status !== 'waiting' && <Icon name={ICONS[tone]} size={18} />}</span>
      <span className={styles.name}>{stepName(step, t)}</span>
      <span className={styles.state}>{stateText(step, results, t)}</span>
      {why !== null && <p className={styles.why}>{why}</p>}
    </li>
  );
}

/** What is left to do when a check is over. */
function Actions({ check: { results, wsUrl, start } }: { check: ConnectionCheckState }) {
  const t = useT();
  const [note, setNote] = useState('');
  const [isShown, setIsShown] = useState(false);
  const [report] = useState(() => reportText(results, { at: new Date(), wsUrl, userAgent: navigator.userAgent }));
  const again = useRef<HTMLDivElement>(null);
  // The button that had the focus is gone.
  useEffect(() => again.current?.focus({ preventScroll: true }), []);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(report);
      setNote(t(texts.copied));
    } catch {
      setNote(t(texts.copyFailed));
      setIsShown(true);
    }
  };
  return (
    <>
      {isShown && <textarea className={styles.report} aria-label={t(texts.report)} value={report} readOnly dir="ltr" onFocus={(event) => event.target.select()} />}
      <div ref={again} tabIndex={-1} role="group" aria-label={t(texts.title)} className={styles.actions}>
        <p role="status" className={styles.note}>
          {note}
        </p>
        <Button variant="quiet" onClick={() => void copy()}>
          {t(texts.copy)}
        </Button>
        <Button variant="secondary" onClick={start}>
          {t(texts.again)}
        </Button>
        <CloseButton />
      </div>
    </>
  );
}

function CloseButton() {
  const t = useT();
  return (
    <Dialog.Close asChild>
      <Button variant="secondary">{t(common.close)}</Button>
    </Dialog.Close>
  );
}
