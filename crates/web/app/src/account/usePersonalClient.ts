// The cache of who is signed in. Another person gets another one, so nothing of one is ever shown to another.
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { createQueryClient } from '../api/queryClient';
import { isSamePerson } from './samePerson';

export interface Personal {
  client: QueryClient;
  /** Changes with the person: what is keyed by it starts over. */
  person: number;
}

export function usePersonalClient(token: string | null): Personal {
  const [held, setHeld] = useState(() => ({ client: createQueryClient(), person: 0, token }));
  if (held.token !== token) {
    const stays = isSamePerson(held.token, token);
    setHeld({ token, client: stays ? held.client : createQueryClient(), person: held.person + (stays ? 0 : 1) });
  }
  const { client } = held;
  const last = useRef(client);
  useEffect(() => {
    if (last.current !== client) last.current.clear();
    last.current = client;
  }, [client]);
  return held;
}
