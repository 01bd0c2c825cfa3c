// Asks before somebody is sent out of the stream or blocked, and does it.
import { useState } from 'react';
import { queryKeys } from '../api/queryKeys';
import { useApiMutation } from '../api/useApiMutation';
import { block } from '../social/api';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { messageOf } from '../ui/messageOf';
import { Name } from '../ui/Name';
import { removeViewer } from './api';

export interface PutOut {
  how: 'remove' | 'block';
  /** A user's id, or a guest's identity in the room. */
  id: string;
  name: string;
  isGuest: boolean;
}

interface Props {
  /** Null while nobody is to be put out. */
  whom: PutOut | null;
  onDone: () => void;
  onCancel: () => void;
}

function consequencesOf({ how, isGuest }: PutOut): string {
  if (how === 'block') {
    return 'They are disconnected immediately and can’t watch your streams or write in your chat until you unblock them. You no longer follow each other. Their messages stay.';
  }
  return isGuest
    ? 'They are disconnected immediately and can’t return in this browser until this broadcast ends. Guests aren’t signed in, so they can return as a new guest in another browser or a private window. To prevent that, turn off “Guests may watch”. Their messages stay.'
    : 'They are disconnected immediately and can’t return until this broadcast ends. Their messages stay.';
}

export function PutOutDialog({ whom, onDone, onCancel }: Props) {
  const putOut = useApiMutation({
    mutationFn: ({ how, id }: PutOut) => (how === 'block' ? block(id) : removeViewer(id)),
    invalidates: [queryKeys.ownViewers, queryKeys.blocked, queryKeys.follows],
  });
  // The words stay while the dialog goes.
  const [last, setLast] = useState(whom);
  if (whom && whom !== last) setLast(whom);
  const name = last?.name ?? '';
  const isBlock = last?.how === 'block';

  return (
    <ConfirmDialog
      isOpen={whom !== null}
      title={
        <>
          {isBlock ? 'Block ' : 'Remove '}
          <Name>{name}</Name>
          {isBlock ? '?' : ' from the stream?'}
        </>
      }
      confirmLabel={isBlock ? 'Block' : 'Remove'}
      cancelLabel="Cancel"
      isBusy={putOut.isPending}
      problem={putOut.error && messageOf(putOut.error)}
      onConfirm={() => whom && putOut.mutate(whom, { onSuccess: onDone })}
      onCancel={() => {
        putOut.reset();
        onCancel();
      }}
    >
      {last ? consequencesOf(last) : ''}
    </ConfirmDialog>
  );
}
