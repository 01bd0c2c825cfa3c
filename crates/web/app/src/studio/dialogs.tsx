// The confirmation dialogs of the studio.
import { useCallback, useEffect, useState } from 'react';
import { useBlocker } from 'react-router';
import { useSignOutGuard } from '../account/AccountProvider';
import { useT } from '../i18n/current';
import { studio } from '../i18n/en/studio';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { errorMessage } from '../ui/errorMessage';

interface EndProps {
  isOpen: boolean;
  onEnd: () => Promise<void>;
  onClose: () => void;
}

export function EndDialog({ isOpen, onEnd, onClose }: EndProps) {
  const t = useT();
  const { isBusy, problem, end, cancel } = useEnding(onEnd, onClose);
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={t(studio.endTitle)}
      confirmLabel={t(studio.endStream)}
      cancelLabel={t(studio.keepStreaming)}
      isBusy={isBusy}
      problem={problem}
      onConfirm={() => void end()}
      onCancel={cancel}
    >
      {t(studio.endText)}
    </ConfirmDialog>
  );
}

/** Signing out unmounts the studio, so it ends the broadcast first. */
export function SignOutDialog({ isLive, onEnd }: { isLive: boolean; onEnd: () => Promise<void> }) {
  const t = useT();
  const [question, setQuestion] = useState<{ proceed: () => void } | null>(null);
  const ask = useCallback((proceed: () => void) => setQuestion({ proceed }), []);
  useSignOutGuard(isLive ? ask : null);
  const endAndSignOut = async () => {
    await onEnd();
    question?.proceed();
  };
  const { isBusy, problem, end, cancel } = useEnding(endAndSignOut, () => setQuestion(null));
  return (
    <ConfirmDialog
      isOpen={question !== null}
      title={t(studio.signOutTitle)}
      confirmLabel={t(studio.endAndSignOut)}
      cancelLabel={t(studio.stay)}
      isBusy={isBusy}
      problem={problem}
      onConfirm={() => void end()}
      onCancel={cancel}
    >
      {t(studio.signOutText)}
    </ConfirmDialog>
  );
}

function useEnding(onEnd: () => Promise<void>, onClose: () => void) {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const end = async () => {
    setIsBusy(true);
    setProblem(null);
    try {
      await onEnd();
      onClose();
    } catch (error) {
      setProblem(errorMessage(error));
    } finally {
      setIsBusy(false);
    }
  };
  const cancel = () => {
    setProblem(null);
    onClose();
  };
  return { isBusy, problem, end, cancel };
}

export function TakeOverDialog({ isOpen, onConfirm, onClose }: { isOpen: boolean; onConfirm: () => void; onClose: () => void }) {
  const t = useT();
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={t(studio.takeOverTitle)}
      confirmLabel={t(studio.moveHere)}
      cancelLabel={t(studio.leaveThere)}
      onConfirm={onConfirm}
      onCancel={onClose}
    >
      {t(studio.takeOverText)}
    </ConfirmDialog>
  );
}

/** Prevents ending a broadcast by accident, by navigation within the site or by closing the tab. */
export function LeaveDialog({ isLive }: { isLive: boolean }) {
  const t = useT();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isLive && currentLocation.pathname !== nextLocation.pathname,
  );

  useEffect(() => {
    if (!isLive) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isLive]);

  return (
    <ConfirmDialog
      isOpen={blocker.state === 'blocked'}
      title={t(studio.leaveTitle)}
      confirmLabel={t(studio.leave)}
      cancelLabel={t(studio.stay)}
      onConfirm={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    >
      {t(studio.leaveText)}
    </ConfirmDialog>
  );
}
