// A mutation that keeps the query cache consistent.
import { useMutation, useQueryClient, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { cancelQueriesFor } from './queryClient';

interface Options<T, V> {
  mutationFn: (variables: V) => Promise<T>;
  /** Queries to refetch after the mutation. */
  invalidates?: readonly QueryKey[];
  /** Queries that `updateCache` updates. They are refetched only if the mutation fails. */
  updates?: readonly QueryKey[];
  /** Writes the response into the cache. */
  updateCache?: (client: QueryClient, result: T, variables: V) => void;
}

/** Cancels running fetches of the affected queries: their responses may be older than the mutation. */
export function useApiMutation<T, V = void>({ mutationFn, invalidates = [], updates = [], updateCache }: Options<T, V>) {
  const client = useQueryClient();
  const affected = [...invalidates, ...updates];
  return useMutation<T, Error, V>({
    mutationFn,
    onMutate: () => cancelQueriesFor(client, affected),
    onSuccess: async (result, variables) => {
      // A fetch that started during the mutation may have read the old state.
      await cancelQueriesFor(client, affected);
      updateCache?.(client, result, variables);
    },
    onSettled: (_written, error) => {
      for (const queryKey of error ? affected : invalidates) void client.invalidateQueries({ queryKey });
    },
  });
}
