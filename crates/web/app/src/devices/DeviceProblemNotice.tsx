// A device problem with the steps that fix it in this browser.
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { detectBrowser } from './browser';
import type { DeviceProblem } from './deviceProblem';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { instructionsFor } from './instructions';

interface Props {
  problem: DeviceProblem;
  onTryAgain?: () => void;
}

export function DeviceProblemNotice({ problem, onTryAgain }: Props) {
  const t = useT();
  const { title, steps } = instructionsFor(t, problem, detectBrowser(navigator.userAgent));
  // A retry doesn't change the address or the browser.
  const canTryAgain = problem.kind !== 'insecure' && problem.kind !== 'unsupported';
  return (
    <Notice tone="problem" title={title}>
      <ol>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {canTryAgain && onTryAgain && (
        <Button variant="secondary" onClick={onTryAgain}>
          {t(common.tryAgain)}
        </Button>
      )}
    </Notice>
  );
}
