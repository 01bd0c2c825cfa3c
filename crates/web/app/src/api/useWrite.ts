// A write to the service, and what becomes of the answers that are kept.
import { useMutation, useQueryClient, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { cancelReads } from './queryClient';

interface Options<T, V> {
  write: (given: V) => Promise<T>;
  /** What it changes: read again afterwards. */
  changes?: readonly QueryKey[];
  /** What `keep` brings up to date, so that it is only read again if the write failed. */
  replaces?: readonly QueryKey[];
  /** Puts in what the service has answered. */
  keep?: (client: QueryClient, written: T, given: V) => void;
}

/** Reads that are under way give way to the write: their answers may be older. */
export function useWrite<T, V = void>({ write, changes = [], replaces = [], keep }: Options<T, V>) {
  const client = useQueryClient();
  const affected = [...changes, ...replaces];
  return useMutation<T, Error, V>({
    mutationFn: write,
    onMutate: () => cancelReads(client, affected),
    onSuccess: async (written, given) => {
      // A read that began meanwhile may have been answered before the write was done.
      await cancelReads(client, affected);
      keep?.(client, written, given);
    },
    onSettled: (_written, error) => {
      for (const queryKey of error ? affected : changes) void client.invalidateQueries({ queryKey });
    },
  });
}
