// The query client of the signed-in user. Each user gets a new one, so cached data of one user is never shown to
// another.
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { createQueryClient } from '../api/queryClient';
import { isSameUser } from './sameUser';

export interface UserQueryClient {
  client: QueryClient;
  /** Increments with each new user. Use it as a `key` to remount what belongs to the user. */
  generation: number;
}

export function useUserQueryClient(token: string | null): UserQueryClient {
  const [current, setCurrent] = useState(() => ({ client: createQueryClient(), generation: 0, token }));
  if (current.token !== token) {
    const isSame = isSameUser(current.token, token);
    setCurrent({ token, client: isSame ? current.client : createQueryClient(), generation: current.generation + (isSame ? 0 : 1) });
  }
  const { client } = current;
  const last = useRef(client);
  useEffect(() => {
    if (last.current !== client) last.current.clear();
    last.current = client;
  }, [client]);
  return current;
}
