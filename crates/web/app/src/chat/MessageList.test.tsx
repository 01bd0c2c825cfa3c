import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EMPTY, type ChatLog } from './log';
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

/** As a parent that is rendered again for whatever reason, with other functions each time. */
function list(messages: ChatMessage[]) {
  const log: ChatLog = { ...EMPTY, messages };
  return (
    <MessageList
      log={log}
      emptyWords="Nothing"
      ownName="Ada"
      isHost
      isAdmin={false}
      isOwn={({ author }) => author.id === 'ada'}
      onRemove={nothingSoon}
      onRemoveAuthor={nothing}
      onBlockAuthor={nothing}
    />
  );
}

beforeEach(() => renders.clear());
afterEach(cleanup);

it('renders a line once, however often the list is rendered and whatever comes after it', () => {
  const messages = Array.from({ length: 50 }, (_, index) => aMessage(index + 1));
  const { rerender } = render(list(messages));
  rerender(list(messages));
  const later = [...messages, aMessage(51)];
  rerender(list(later));
  rerender(list(later.slice(1)));
  expect(renders.size).toBe(51);
  expect([...renders.values()].filter((count) => count !== 1)).toEqual([]);
});

it('shows a message as plain text whose links can’t be made, and all others as ever', () => {
  const broken = { ...aMessage(2), text: 'poison https://a.example' };
  render(list([aMessage(1), broken, aMessage(3)]), { onCaughtError: nothing });
  expect(screen.getAllByRole('listitem')).toHaveLength(3);
  expect(screen.getByText('poison https://a.example')).toBeTruthy();
});

it('loses a line that can’t be shown at all, and no other', () => {
  const broken = { ...aMessage(2), sentAt: 'never' };
  render(list([aMessage(1), broken, aMessage(3)]), { onCaughtError: nothing });
  expect(screen.getAllByRole('listitem')).toHaveLength(3);
  expect(screen.getByText('This message can’t be shown.')).toBeTruthy();
});
