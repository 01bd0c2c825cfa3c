// Asks before somebody is sent out of the stream or blocked, and does it.
import { useState } from 'react';
import { keys } from '../api/keys';
import { useWrite } from '../api/useWrite';
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
    return 'They are out at once, and can neither watch your streams nor write in your chat until you unblock them. Follows between you end. What they wrote stays.';
  }
  return isGuest
    ? 'They are out at once, and stay out in this browser for as long as this broadcast lasts. A guest isn’t signed in, so in another browser or a private window they can come back as a new guest. To keep them out, turn off “Guests may watch”. What they wrote stays.'
    : 'They are out at once and can’t come back for as long as this broadcast lasts. What they wrote stays.';
}

export function PutOutDialog({ whom, onDone, onCancel }: Props) {
  const putOut = useWrite({
    write: ({ how, id }: PutOut) => (how === 'block' ? block(id) : removeViewer(id)),
    changes: [keys.ownViewers, keys.blocked, keys.people],
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
