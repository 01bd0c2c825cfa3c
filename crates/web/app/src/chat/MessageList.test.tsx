// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EMPTY_LOG, type ChatLog } from './chatLog';
import type { ChatMessage } from './message';
import { MessageList } from './MessageList';
import { aMessage } from './testMessage';

const renders = vi.hoisted(() => new Map<string, number>());
vi.mock('./LinkedText', () => ({
  LinkedText: ({ text }: { text: string }) => {
    renders.set(text, (renders.get(text) ?? 0) + 1);
    if (text.includes('poison')) throw new Error('this text can’t be shown');
    return text;
  },
}));

const nothing = () => undefined;
const nothingSoon = async () => undefined;

/** Renders the list like a parent that re-renders with new callbacks each time. */
function list(messages: ChatMessage[]) {
  const log: ChatLog = { ...EMPTY_LOG, messages };
  return (
    <MessageList
      log={log}
      emptyText="Nothing"
      ownName="Ada"
      isHost
      isAdmin={false}
      ownId="ada"
      onReply={nothing}
      isOwn={({ author }) => author.id === 'ada'}
      onRemove={nothingSoon}
      onRemoveAuthor={nothing}
      onBlockAuthor={nothing}
    />
  );
}

beforeEach(() => renders.clear());
afterEach(cleanup);

it('renders each message once, however often the list renders and whatever is added', () => {
  const messages = Array.from({ length: 50 }, (_, index) => aMessage(index + 1));
  const { rerender } = render(list(messages));
  rerender(list(messages));
  const queuedRequest = [...messages, aMessage(51)];
  rerender(list(queuedRequest));
  rerender(list(queuedRequest.slice(1)));
  expect(renders.size).toBe(51);
  expect([...renders.values()].filter((count) => count !== 1)).toEqual([]);
});

it('shows a message as plain text if linking fails, and all others normally', () => {
  const broken = { ...aMessage(2), text: 'poison https://a.example' };
  render(list([aMessage(1), broken, aMessage(3)]), { onCaughtError: nothing });
  expect(screen.getAllByRole('listitem')).toHaveLength(3);
  expect(screen.getByText('poison https://a.example')).toBeTruthy();
});

it('replaces a message that fails to render, and no other', () => {
  const broken = { ...aMessage(2), sentAt: 'never' };
  render(list([aMessage(1), broken, aMessage(3)]), { onCaughtError: nothing });
  expect(screen.getAllByRole('listitem')).toHaveLength(3);
  expect(screen.getByText('This message can’t be shown.')).toBeTruthy();
});
