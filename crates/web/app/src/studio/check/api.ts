// API calls of the connection check.
import { api, unwrap } from '../../api/client';

/** For a room of its own, for two minutes. */
export async function fetchCheckToken(signal: AbortSignal): Promise<{ token: string; wsUrl: string }> {
  // The generated schema gets this path together with the server's side of it; the response is a part of this one.
  const call = api.POST('/api/stream/connection-check' as '/api/stream/go-live', { signal });
  return (await unwrap(call)).data;
}
