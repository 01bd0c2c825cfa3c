import { describe, expect, it } from 'vitest';
import { queryKeys } from '../api/queryKeys';
import { createQueryClient } from '../api/queryClient';
import { applyOwnStreamEvent, applyStreamEvent } from './applyEvent';
import type { StreamEvent } from './streamEvent';

const info: StreamEvent = { event: 'info', data: { title: 'After', description: null, thumbnail: null } };
const status: StreamEvent = { event: 'status', data: { isLive: true, state: 'ON_AIR', viewerCount: 3, startedAt: '2030-01-01T00:00:00.000Z' } };

describe('an event', () => {
  it('updates the cached data of its stream, and of no other', () => {
    const client = createQueryClient();
    for (const name of ['ada', 'ben']) client.setQueryData(queryKeys.stream(name), { title: 'Before', isFollowing: true });
    applyStreamEvent(client, 'ada', info);
    expect(client.getQueryData(queryKeys.stream('ada'))).toEqual({ title: 'After', description: null, thumbnail: null, isFollowing: true });
    expect(client.getQueryData(queryKeys.stream('ben'))).toMatchObject({ title: 'Before' });
  });

  it('doesn’t create data before the first response', () => {
    const client = createQueryClient();
    applyStreamEvent(client, 'ada', info);
    expect(client.getQueryData(queryKeys.stream('ada'))).toBeUndefined();
  });

  it('doesn’t change the data’s age, so polling continues', () => {
    const client = createQueryClient();
    client.setQueryData(queryKeys.stream('ada'), { title: 'Before' }, { updatedAt: 1_000 });
    applyStreamEvent(client, 'ada', info);
    expect(client.getQueryState(queryKeys.stream('ada'))?.dataUpdatedAt).toBe(1_000);
  });

  it('about the own stream updates its status, and its info if the event contains it', () => {
    const client = createQueryClient();
    client.setQueryData(queryKeys.ownStatus, { isLive: false });
    client.setQueryData(queryKeys.ownStream, { title: 'Before', isLive: false });
    applyOwnStreamEvent(client, status);
    applyOwnStreamEvent(client, info);
    expect(client.getQueryData(queryKeys.ownStatus)).toMatchObject({ isLive: true, viewerCount: 3 });
    expect(client.getQueryData(queryKeys.ownStream)).toMatchObject({ title: 'After', isLive: false });
  });
});
