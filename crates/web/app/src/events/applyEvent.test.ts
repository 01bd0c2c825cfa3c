import { describe, expect, it } from 'vitest';
import { keys } from '../api/keys';
import { createQueryClient } from '../api/queryClient';
import { applyOwnStreamEvent, applyStreamEvent } from './applyEvent';
import type { StreamEvent } from './event';

const info: StreamEvent = { event: 'info', data: { title: 'After', description: null, thumbnail: null } };
const status: StreamEvent = { event: 'status', data: { isLive: true, state: 'ON_AIR', viewerCount: 3, startedAt: '2030-01-01T00:00:00.000Z' } };

describe('an event', () => {
  it('changes what is kept of its stream, and of no other', () => {
    const client = createQueryClient();
    for (const name of ['ada', 'ben']) client.setQueryData(keys.stream(name), { title: 'Before', isFollowing: true });
    applyStreamEvent(client, 'ada', info);
    expect(client.getQueryData(keys.stream('ada'))).toEqual({ title: 'After', description: null, thumbnail: null, isFollowing: true });
    expect(client.getQueryData(keys.stream('ben'))).toMatchObject({ title: 'Before' });
  });

  it('is no answer where none was given yet', () => {
    const client = createQueryClient();
    applyStreamEvent(client, 'ada', info);
    expect(client.getQueryData(keys.stream('ada'))).toBeUndefined();
  });

  it('doesn’t make the answer younger: what events don’t tell is still asked for', () => {
    const client = createQueryClient();
    client.setQueryData(keys.stream('ada'), { title: 'Before' }, { updatedAt: 1_000 });
    applyStreamEvent(client, 'ada', info);
    expect(client.getQueryState(keys.stream('ada'))?.dataUpdatedAt).toBe(1_000);
  });

  it('about the own stream reaches its status, and its record where it is about that', () => {
    const client = createQueryClient();
    client.setQueryData(keys.ownStatus, { isLive: false });
    client.setQueryData(keys.ownStream, { title: 'Before', isLive: false });
    applyOwnStreamEvent(client, status);
    applyOwnStreamEvent(client, info);
    expect(client.getQueryData(keys.ownStatus)).toMatchObject({ isLive: true, viewerCount: 3 });
    expect(client.getQueryData(keys.ownStream)).toMatchObject({ title: 'After', isLive: false });
  });
});
