// The creator's page: set up, look into the mirror, go live, stay in control.
import { useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { signInPath } from '../account/redirect';
import type { Me, Stream } from '../api/types';
import { useLocalMedia } from '../devices/useLocalMedia';
import { usePageTitle } from '../shell/usePageTitle';
import { ButtonLink } from '../ui/ButtonLink';
import { NarrowPage } from '../ui/NarrowPage';
import { Notice } from '../ui/Notice';
import { Waiting } from '../ui/Waiting';
import { NotApproved } from './NotApproved';
import { SetUpForm } from './SetUpForm';
import { Studio } from './Studio';
import { useBroadcast } from './useBroadcast';
import { useStreamInfo } from './useStreamInfo';
import { useStreamStatus } from './useStreamStatus';

export interface GoLivePageState {
  streamInfo: Stream | null;
  tokenData: { token: string; wsUrl: string; roomId: string } | null;
  isLive: boolean;
  isConnecting: boolean;
  error: string | null;
}

export function GoLivePage() {
  usePageTitle('Studio');
  const { status, me } = useAccount();
  const { pathname } = useLocation();
  if (status === 'unknown') return <Waiting>Loading…</Waiting>;
  if (!me) {
    return (
      <NarrowPage title="Studio">
        <Notice title="Sign in to open your studio">
          <p>You need an account to go live, so that viewers know who they are watching.</p>
          <ButtonLink to={signInPath(pathname)}>Sign in</ButtonLink>
        </Notice>
      </NarrowPage>
    );
  }
  // Another account has another stream: nothing of the last one may linger.
  return <CreatorsPage key={me.id} me={me} />;
}

function CreatorsPage({ me }: { me: Me }) {
  const { info, put, refresh: refreshInfo } = useStreamInfo();
  const [isNew, setIsNew] = useState(false);
  const streamInfo = info.is === 'ready' ? info.stream : null;
  const media = useLocalMedia(streamInfo !== null);
  const known = useStreamStatus(streamInfo !== null);
  const broadcast = useBroadcast(me.id, media, known);
  const { view, tokenData, endedStart } = broadcast;
  // It may have ended because this creator may not go live any more.
  const isDoubtful = endedStart !== null || (view.shows === 'failed' && view.problem.code === 'CREATOR_NOT_APPROVED');
  useEffect(() => {
    if (isDoubtful) refreshInfo();
  }, [isDoubtful, refreshInfo]);

  const state: GoLivePageState = {
    streamInfo,
    tokenData,
    isLive: view.shows === 'live',
    isConnecting: view.shows === 'connecting',
    error: view.shows === 'failed' ? view.problem.message : null,
  };

  switch (info.is) {
    case 'loading':
      return <Waiting>Loading…</Waiting>;
    case 'not-approved':
      return <NotApproved applicationStatus={info.applicationStatus} hasEnded={endedStart !== null} />;
    case 'unavailable':
      return (
        <NarrowPage title="Studio">
          <Notice tone="problem" title="The studio can’t be opened right now">
            <p>{info.message} Trying again…</p>
          </Notice>
        </NarrowPage>
      );
    case 'not-set-up':
      return (
        <SetUpForm
          onSaved={(stream) => {
            setIsNew(true);
            put(stream);
          }}
        />
      );
    case 'ready':
      return (
        <Studio
          state={state}
          stream={info.stream}
          status={known.status}
          me={me}
          media={media}
          broadcast={broadcast}
          isNew={isNew}
          onStreamChanged={put}
        />
      );
  }
}
