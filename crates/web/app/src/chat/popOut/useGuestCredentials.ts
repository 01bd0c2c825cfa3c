// A guest's credentials for the chat. The guest stays who they are on the watch page, and joins no room here.
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, unwrap } from '../../api/client';
import { queryError } from '../../api/queryClient';
import { knownGuest, rememberGuest } from '../../watch/guestIdentity';
import { guestName } from '../../watch/guestName';

export interface NamedGuest {
  identity: string;
  token: string;
  name: string;
}

export interface GuestCredentialsState {
  guest: NamedGuest | null;
  error: unknown;
  /** Asks for new ones. */
  renew: () => void;
}

/** For the session that started at `session`. Null for people who are signed in, and while there is no session. */
export function useGuestCredentials(hostId: string | null, session: string | null, isNeeded: boolean): GuestCredentialsState {
  const query = useQuery({
    queryKey: ['chat-guest', hostId, session],
    queryFn: async ({ signal }) => requestCredentials(hostId ?? '', signal),
    enabled: isNeeded && hostId !== null && session !== null,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const { data, error, failureReason, refetch } = query;
  const renew = useCallback(() => void refetch({ cancelRefetch: false }), [refetch]);
  return { guest: (isNeeded && data) || null, error: queryError({ error, failureReason }), renew };
}

async function requestCredentials(hostId: string, signal: AbortSignal): Promise<NamedGuest> {
  const known = knownGuest(hostId);
  const name = guestName();
  const body = { hostId, ...(name ? { guestName: name } : {}) };
  const headers = known ? { 'x-viewer-token': known.token } : {};
  const credentials = (await unwrap(api.POST('/api/viewer/token', { body, headers, signal }))).data;
  rememberGuest(hostId, credentials);
  return credentials;
}
