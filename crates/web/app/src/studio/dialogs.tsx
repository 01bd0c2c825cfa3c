// The confirmation dialogs of the studio.
import { useCallback, useEffect, useState } from 'react';
import { useBlocker } from 'react-router';
import { useSignOutGuard } from '../account/AccountProvider';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { errorMessage } from '../ui/errorMessage';

interface EndProps {
  isOpen: boolean;
  onEnd: () => Promise<void>;
  onClose: () => void;
}

export function EndDialog({ isOpen, onEnd, onClose }: EndProps) {
  const { isBusy, problem, end, cancel } = useEnding(onEnd, onClose);
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title="End the stream?"
      confirmLabel="End stream"
      cancelLabel="Keep streaming"
      isBusy={isBusy}
      problem={problem}
      onConfirm={() => void end()}
      onCancel={cancel}
    >
      All viewers are disconnected and see that you are offline.
    </ConfirmDialog>
  );
}

/** Signing out unmounts the studio, so it ends the broadcast first. */
export function SignOutDialog({ isLive, onEnd }: { isLive: boolean; onEnd: () => Promise<void> }) {
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
      title="Sign out?"
      confirmLabel="End stream and sign out"
      cancelLabel="Stay"
      isBusy={isBusy}
      problem={problem}
      onConfirm={() => void end()}
      onCancel={cancel}
    >
      You are live. Signing out ends the broadcast: all viewers are disconnected and see that you are offline.
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
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title="Move the broadcast here?"
      confirmLabel="Move it here"
      cancelLabel="Leave it there"
      onConfirm={onConfirm}
      onCancel={onClose}
    >
      The other tab or device stops sending, and viewers see this camera instead. The broadcast continues.
    </ConfirmDialog>
  );
}

/** Prevents ending a broadcast by accident, by navigation within the site or by closing the tab. */
export function LeaveDialog({ isLive }: { isLive: boolean }) {
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
      title="Leave the studio?"
      confirmLabel="Leave"
      cancelLabel="Stay"
      onConfirm={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    >
      You are live. Leaving this page takes you off the air, and the broadcast ends unless you come back within 30 seconds.
    </ConfirmDialog>
  );
}
