// The four flags of a stream that exists: each is stored the moment it is switched.
import { useState } from 'react';
import { unwrap, api } from '../api/client';
import type { Stream } from '../api/types';
import { messageOf } from '../ui/messageOf';
import { RuleSwitches, type Rules } from './RuleSwitches';

export function StreamRules({ stream, onSaved }: { stream: Stream; onSaved: (stream: Stream) => void }) {
  // What was pressed shows at once; what the service answers counts.
  const [pending, setPending] = useState<Partial<Rules>>({});
  const [problem, setProblem] = useState<string | null>(null);

  const store = async (change: Partial<Rules>) => {
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
      setProblem(messageOf(error));
    } finally {
      setPending({});
    }
  };

  const isBusy = Object.keys(pending).length > 0;
  return (
    <section aria-label="Stream settings" aria-busy={isBusy}>
      <RuleSwitches rules={{ ...stream, ...pending }} onChange={(change) => !isBusy && void store(change)} />
      <p role="alert" style={{ color: 'var(--danger)' }}>
        {problem}
      </p>
    </section>
  );
}
