// API calls of the connection check.
import { api, unwrap } from '../../api/client';

/** For a room of its own, for two minutes. */
export async function fetchCheckToken(signal: AbortSignal): Promise<{ token: string; wsUrl: string }> {
  const call = api.POST('/api/stream/connection-check', { signal });
  return (await unwrap(call)).data;
}
