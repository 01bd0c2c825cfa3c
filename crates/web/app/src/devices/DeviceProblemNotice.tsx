// A device problem with the steps that fix it in this browser.
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';
import { browserOf } from './browser';
import type { DeviceProblem } from './deviceProblem';
import { instructionsFor } from './instructions';

interface Props {
  problem: DeviceProblem;
  onTryAgain?: () => void;
}

export function DeviceProblemNotice({ problem, onTryAgain }: Props) {
  const { title, steps } = instructionsFor(problem, browserOf(navigator.userAgent));
  // Neither the address nor the browser changes by asking again.
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
          Try again
        </Button>
      )}
    </Notice>
  );
}
