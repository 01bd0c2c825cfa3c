// The keyboard in the list of messages. Hundreds of buttons to reply are one stop of the tab key: the newest one. The
// arrow keys move between them.
import { useLayoutEffect, type KeyboardEvent, type RefObject } from 'react';

const REPLY = '[data-reply]';

/** `content` changes with the messages. Set in the document, so that no message renders again. */
export function useReplyTabStop(container: RefObject<HTMLElement | null>, content: unknown, canReply: boolean): void {
  useLayoutEffect(() => {
    const buttons = [...(container.current?.querySelectorAll<HTMLElement>(REPLY) ?? [])];
    buttons.forEach((button, index) => (button.tabIndex = index === buttons.length - 1 ? 0 : -1));
  }, [container, content, canReply]);
}

export function moveBetweenReplies(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step === undefined || !(event.target instanceof Element) || !event.target.matches(REPLY)) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>(REPLY)];
  const next = buttons[buttons.indexOf(event.target as HTMLElement) + step];
  // Not the list itself scrolls, but what has the focus.
  event.preventDefault();
  next?.focus();
}

/** Scrolls the list, and nothing around it, to a message and gives it the focus. False if the message isn't there. */
export function showItem(container: HTMLElement | null, id: string): boolean {
  const item = container?.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`);
  if (!container || !item) return false;
  const [outer, inner] = [container.getBoundingClientRect(), item.getBoundingClientRect()];
  container.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
  // Only now: otherwise each click on a message would give it the focus.
  item.tabIndex = -1;
  item.addEventListener('blur', () => item.removeAttribute('tabindex'), { once: true });
  item.focus({ preventScroll: true });
  return true;
}
