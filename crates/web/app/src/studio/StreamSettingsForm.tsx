// The settings of a stream. Each change is stored immediately.
import { useState } from 'react';
import { unwrap, api } from '../api/client';
import type { Stream } from '../api/types';
import { useT } from '../i18n/current';
import { studio } from '../i18n/en/studio';
import { errorMessage } from '../ui/errorMessage';
import { SettingSwitches, type StreamSettings } from './SettingSwitches';
import { ThumbnailSwitch } from './thumbnail/ThumbnailSwitch';

export function StreamSettingsForm({ stream, onSaved }: { stream: Stream; onSaved: (stream: Stream) => void }) {
  const t = useT();
  // Optimistic: shows the change until the service responds.
  const [pending, setPending] = useState<Partial<StreamSettings>>({});
  const [problem, setProblem] = useState<string | null>(null);

  const save = async (change: Partial<StreamSettings>) => {
    setPending(change);
    setProblem(null);
    try {
      const { isGuestsAllowed, ...chat } = change;
      const call =
        isGuestsAllowed === undefined
          ? api.PUT('/api/stream/chat-settings', { body: chat })
          : api.PUT('/api/stream/info', { body: { isGuestsAllowed } });
      onSaved((await unwrap(call)).data);
    } catch (error) {
      setProblem(errorMessage(error));
    } finally {
      setPending({});
    }
  };

  const isBusy = Object.keys(pending).length > 0;
  return (
    <section aria-label={t(studio.streamSettings)} aria-busy={isBusy}>
      <SettingSwitches
        settings={{ ...stream, ...pending }}
        audience={<ThumbnailSwitch userId={stream.userId} isGuestsAllowed={stream.isGuestsAllowed} />}
        onChange={(change) => !isBusy && void save(change)}
      />
      <p role="alert" style={{ color: 'var(--danger)' }}>
        {problem}
      </p>
    </section>
  );
}
