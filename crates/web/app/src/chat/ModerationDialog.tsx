// Confirms and performs the removal or the block of a viewer.
import { useState } from 'react';
import { queryKeys } from '../api/queryKeys';
import { useApiMutation } from '../api/useApiMutation';
import { block } from '../social/api';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { errorMessage } from '../ui/errorMessage';
import { Name } from '../ui/Name';
import { removeViewer } from './api';

export interface ModerationTarget {
  action: 'remove' | 'block';
  /** A user id, or a guest's room identity. */
  id: string;
  name: string;
  isGuest: boolean;
}

interface Props {
  /** Null while the dialog is closed. */
  target: ModerationTarget | null;
  onDone: () => void;
  onCancel: () => void;
}

function consequencesOf({ action, isGuest }: ModerationTarget): string {
  if (action === 'block') {
    return 'They are disconnected immediately and can’t watch your streams or write in your chat until you unblock them. You no longer follow each other. Their messages stay.';
  }
  return isGuest
    ? 'They are disconnected immediately and can’t return in this browser until this broadcast ends. Guests aren’t signed in, so they can return as a new guest in another browser or a private window. To prevent that, turn off “Guests may watch”. Their messages stay.'
    : 'They are disconnected immediately and can’t return until this broadcast ends. Their messages stay.';
}

export function ModerationDialog({ target, onDone, onCancel }: Props) {
  const moderate = useApiMutation({
    mutationFn: ({ action, id }: ModerationTarget) => (action === 'block' ? block(id) : removeViewer(id)),
    invalidates: [queryKeys.ownViewers, queryKeys.blocked, queryKeys.follows],
  });
  // The text stays during the closing animation.
  const [last, setLast] = useState(target);
  if (target && target !== last) setLast(target);
  const name = last?.name ?? '';
  const isBlock = last?.action === 'block';

  return (
    <ConfirmDialog
      isOpen={target !== null}
      title={
        <>
          {isBlock ? 'Block ' : 'Remove '}
          <Name>{name}</Name>
          {isBlock ? '?' : ' from the stream?'}
        </>
      }
      confirmLabel={isBlock ? 'Block' : 'Remove'}
      cancelLabel="Cancel"
      isBusy={moderate.isPending}
      problem={moderate.error && errorMessage(moderate.error)}
      onConfirm={() => target && moderate.mutate(target, { onSuccess: onDone })}
      onCancel={() => {
        moderate.reset();
        onCancel();
      }}
    >
      {last ? consequencesOf(last) : ''}
    </ConfirmDialog>
  );
}
