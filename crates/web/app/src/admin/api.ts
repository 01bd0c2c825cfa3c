// API calls of the admin area.
import { unwrap, api } from '../api/client';
import { queryKeys } from '../api/queryKeys';
import { pagedQuery } from '../api/pages';
import type { ApplicationStatus, AuditEntry, CreatorApplication, UserAccount } from '../api/types';

export type ListedStatus = Exclude<ApplicationStatus, 'NONE'>;
export type ReviewAction = 'approve' | 'reject' | 'revoke';

export function applicationsQuery(status: ListedStatus) {
  return pagedQuery<CreatorApplication>({
    queryKey: queryKeys.applications(status),
    fetchPage: async (query, signal) => {
      const init = { params: { query: { ...query, status } }, signal };
      const { data, nextCursor } = await unwrap(api.GET('/api/admin/creator-applications', init));
      return { items: data, nextCursor };
    },
    refetchIntervalMs: 10_000,
  });
}

export const auditQuery = pagedQuery<AuditEntry>({
  queryKey: queryKeys.audit,
  fetchPage: async (query, signal) => {
    const { data, nextCursor } = await unwrap(api.GET('/api/admin/audit', { params: { query }, signal }));
    return { items: data, nextCursor };
  },
  refetchIntervalMs: 15_000,
});

export async function review(userId: string, action: ReviewAction, reason: string): Promise<CreatorApplication> {
  const params = { path: { userId } };
  switch (action) {
    case 'approve':
      return (await unwrap(api.POST('/api/admin/creator-applications/{userId}/approve', { params }))).data;
    case 'reject':
      return (await unwrap(api.POST('/api/admin/creator-applications/{userId}/reject', { params, body: { reason } }))).data;
    case 'revoke':
      return (await unwrap(api.POST('/api/admin/creator-applications/{userId}/revoke', { params, body: { reason } }))).data;
  }
}

export type AccountStatus = 'ACTIVE' | 'SUSPENDED';

export interface UserFilter {
  /** Matches user name and name; empty for all users. */
  text: string;
  /** Null lists both. */
  status: AccountStatus | null;
}

export function usersQuery(filter: UserFilter) {
  return pagedQuery<UserAccount>({
    queryKey: queryKeys.users(filter),
    fetchPage: async (query, signal) => {
      const { text, status } = filter;
      const init = { params: { query: { ...query, ...(text ? { q: text } : {}), ...(status ? { status } : {}) } }, signal };
      const { data, nextCursor } = await unwrap(api.GET('/api/admin/users', init));
      return { items: data, nextCursor };
    },
    refetchIntervalMs: 30_000,
  });
}

export async function suspend(userId: string, reason: string): Promise<UserAccount> {
  return (await unwrap(api.POST('/api/admin/users/{userId}/suspend', { params: { path: { userId } }, body: { reason } }))).data;
}

export async function reinstate(userId: string): Promise<UserAccount> {
  return (await unwrap(api.POST('/api/admin/users/{userId}/reinstate', { params: { path: { userId } } }))).data;
}

export async function stopStream(userId: string, reason: string): Promise<void> {
  await unwrap(api.POST('/api/admin/streams/{userId}/stop', { params: { path: { userId } }, body: { reason } }));
}
