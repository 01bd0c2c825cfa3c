// Confirms and performs the removal or the block of a viewer.
import { useState } from 'react';
import { queryKeys } from '../api/queryKeys';
import { useApiMutation } from '../api/useApiMutation';
import { block } from '../social/api';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { errorMessage } from '../ui/errorMessage';
import { Name } from '../ui/Name';
import { removeViewer } from './api';
import { useT } from '../i18n/current';
import { Trans } from '../i18n/Trans';
import { chat } from '../i18n/en/chat';
import { common } from '../i18n/en/common';
import type { Message } from '../i18n/message';

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

function consequencesOf({ action, isGuest }: ModerationTarget): Message {
  if (action === 'block') return chat.blockText;
  return isGuest ? chat.removeGuestText : chat.removeText;
}

export function ModerationDialog({ target, onDone, onCancel }: Props) {
  const t = useT();
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
      title={<Trans message={isBlock ? chat.blockName : chat.removeName} values={{ name: <Name>{name}</Name> }} />}
      confirmLabel={t(isBlock ? chat.block : chat.remove)}
      cancelLabel={t(common.cancel)}
      isBusy={moderate.isPending}
      problem={moderate.error && errorMessage(moderate.error)}
      onConfirm={() => target && moderate.mutate(target, { onSuccess: onDone })}
      onCancel={() => {
        moderate.reset();
        onCancel();
      }}
    >
      {last ? t(consequencesOf(last)) : ''}
    </ConfirmDialog>
  );
}
