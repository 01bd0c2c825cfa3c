// The chat over a picture, for streaming programs: a transparent page that shows messages only. Nobody is signed in there.
import { useEffect, useMemo, useState, type CSSProperties } from 'react';
import { chatWindow } from '../../i18n/en/chatWindow';
import { useT } from '../../i18n/current';
import { usePageTitle } from '../../shell/usePageTitle';
import { bidiIsolate } from '../../ui/bidiIsolate';
import { displayName } from '../../ui/displayName';
import { Name } from '../../ui/Name';
import { useWatchedStream } from '../../watch/useWatchedStream';
import { nameHue } from '../hue';
import type { ChatMessage } from '../message';
import { pollingTransport } from '../pollingTransport';
import { useChat } from '../useChat';
import styles from './Overlay.module.css';
import { nextChangeMs, overlayMessages, withAppearances } from './overlayMessages';
import type { OverlayOptions } from './overlayOptions';

export function Overlay({ username, options }: { username: string; options: OverlayOptions }) {
  const t = useT();
  const { data: stream } = useWatchedStream(username);
  usePageTitle(t(chatWindow.title, { name: bidiIsolate(stream ? displayName(stream.user) : username) }));
  const session = stream?.isLive ? (stream.startedAt ?? null) : null;
  // A streaming program may hide the page while it shows another scene.
  const transport = useMemo(() => (session === null ? null : pollingTransport({ isActiveWhenHidden: true })), [session]);
  const { log } = useChat({ hostId: stream?.userId ?? null, session, userId: null, guest: null }, transport);
  useEffect(() => {
    document.documentElement.classList.add('transparent');
    return () => document.documentElement.classList.remove('transparent');
  }, []);
  const shown = useShownMessages(log.messages, log.isLoaded, options.fadeSeconds);
  return (
    <main className={styles.overlay} data-size={options.size}>
      {session !== null && (
        <ol role="log" aria-label={t(chatWindow.messages)} className={styles.lines}>
          {shown.map(({ message, isFading }) => (
            <Line key={message.id} message={message} isFading={isFading} />
          ))}
        </ol>
      )}
    </main>
  );
}

function Line({ message: { author, text, replyTo }, isFading }: { message: ChatMessage; isFading: boolean }) {
  return (
    <li className={styles.line} data-fading={isFading || undefined}>
      <span className={styles.name} data-host={author.isHost || undefined} style={{ '--hue': nameHue(author.id) } as CSSProperties}>
        <Name>{author.name}</Name>
        {': '}
      </span>
      {replyTo !== null && replyTo.author.name !== '' && (
        <span className={styles.reply}>
          {'@'}
          <Name>{replyTo.author.name}</Name>{' '}
        </span>
      )}
      <span dir="auto" className={styles.text}>
        {text}
      </span>
    </li>
  );
}

function useShownMessages(messages: readonly ChatMessage[], isLoaded: boolean, fadeSeconds: number | null) {
  const [now, setNow] = useState(Date.now);
  const [state, setState] = useState<{ appearances: ReadonlyMap<string, number>; isStarted: boolean }>({ appearances: new Map(), isStarted: false });
  const appearances = withAppearances(state.appearances, messages, now, !state.isStarted);
  if (appearances !== state.appearances || (isLoaded && !state.isStarted)) setState({ appearances, isStarted: state.isStarted || isLoaded });
  const changeMs = nextChangeMs(messages, appearances, now, fadeSeconds);
  useEffect(() => {
    if (changeMs === null) return undefined;
    const timer = setTimeout(() => setNow(Date.now()), changeMs);
    return () => clearTimeout(timer);
  }, [changeMs, now]);
  // New messages appear now.
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- the clock is read when messages arrive
    setNow(Date.now());
  }, [messages]);
  return overlayMessages(messages, appearances, now, fadeSeconds);
}
