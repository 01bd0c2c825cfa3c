// The calls of admins.
import { answer, api } from '../api/client';
import { keys } from '../api/keys';
import { pagedQuery } from '../api/pages';
import type { ApplicationStatus, AuditEntry, CreatorApplication } from '../api/types';

export type ListedStatus = Exclude<ApplicationStatus, 'NONE'>;
export type ReviewAct = 'approve' | 'reject' | 'revoke';

export function applicationsQuery(status: ListedStatus) {
  return pagedQuery<CreatorApplication>({
    queryKey: keys.applications(status),
    load: async (query, signal) => {
      const asked = { params: { query: { ...query, status } }, signal };
      const { data, nextCursor } = await answer(api.GET('/api/admin/creator-applications', asked));
      return { items: data, nextCursor };
    },
    everyMs: 10_000,
  });
}

export const auditQuery = pagedQuery<AuditEntry>({
  queryKey: keys.audit,
  load: async (query, signal) => {
    const { data, nextCursor } = await answer(api.GET('/api/admin/audit', { params: { query }, signal }));
    return { items: data, nextCursor };
  },
  everyMs: 15_000,
});

export async function review(userId: string, act: ReviewAct, reason: string): Promise<CreatorApplication> {
  const params = { path: { userId } };
  switch (act) {
    case 'approve':
      return (await answer(api.POST('/api/admin/creator-applications/{userId}/approve', { params }))).data;
    case 'reject':
      return (await answer(api.POST('/api/admin/creator-applications/{userId}/reject', { params, body: { reason } }))).data;
    case 'revoke':
      return (await answer(api.POST('/api/admin/creator-applications/{userId}/revoke', { params, body: { reason } }))).data;
  }
}

export async function stopStream(userId: string, reason: string): Promise<void> {
  await answer(api.POST('/api/admin/streams/{userId}/stop', { params: { path: { userId } }, body: { reason } }));
}
