// A chat in a window of its own, or as an overlay for streaming programs. It has no header and joins no room.
import { useEffect } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { useAccount } from '../../account/AccountProvider';
import { SuspendedPage } from '../../account/SuspendedPage';
import { chatWindow } from '../../i18n/en/chatWindow';
import { useT } from '../../i18n/current';
import { Loading } from '../../ui/Loading';
import { Overlay } from './Overlay';
import { overlayOptions } from './overlayOptions';
import { PopOutChat } from './PopOutChat';

export function ChatPage() {
  const t = useT();
  const { username = '' } = useParams();
  const [search] = useSearchParams();
  const { status, me } = useAccount();
  useEffect(keepOutOfSearchEngines, []);
  const options = overlayOptions(search);
  if (options) return <Overlay username={username} options={options} />;
  if (status === 'suspended') return <SuspendedPage />;
  if (status === 'unknown') return <Loading>{t(chatWindow.loading)}</Loading>;
  return <PopOutChat key={`${username} ${me?.id ?? 'guest'}`} username={username} />;
}

function keepOutOfSearchEngines(): () => void {
  const meta = document.createElement('meta');
  meta.name = 'robots';
  meta.content = 'noindex';
  document.head.append(meta);
  return () => meta.remove();
}
