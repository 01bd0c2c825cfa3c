// The creator's page: set-up, preview, going live and controls.
import { useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { signInPath } from '../account/redirect';
import { problemText } from '../connection/connectionProblem';
import type { Me, Stream } from '../api/types';
import { useLocalMedia } from '../devices/useLocalMedia';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { connection } from '../i18n/en/connection';
import { studio } from '../i18n/en/studio';
import { usePageTitle } from '../shell/usePageTitle';
import { ButtonLink } from '../ui/ButtonLink';
import { NarrowPage } from '../ui/NarrowPage';
import { Notice } from '../ui/Notice';
import { PageLoading } from '../ui/Loading';
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
  const t = useT();
  usePageTitle(t(studio.title));
  const { status, me } = useAccount();
  const { pathname, search } = useLocation();
  if (status === 'unknown') return <PageLoading />;
  if (!me) {
    return (
      <NarrowPage title={t(studio.title)}>
        <Notice title={t(studio.signInTitle)}>
          <p>{t(studio.signInText)}</p>
          <ButtonLink to={signInPath(pathname + search)}>{t(common.signIn)}</ButtonLink>
        </Notice>
      </NarrowPage>
    );
  }
  // Each user has their own stream, so the page is remounted for another user.
  return <CreatorPage key={me.id} me={me} />;
}

function CreatorPage({ me }: { me: Me }) {
  const t = useT();
  const { info, setStream, refresh: refreshInfo } = useStreamInfo();
  const [isNew, setIsNew] = useState(false);
  const streamInfo = info.status === 'ready' ? info.stream : null;
  const media = useLocalMedia(streamInfo !== null);
  const streamStatus = useStreamStatus(streamInfo !== null);
  const broadcast = useBroadcast(me.id, media, streamStatus);
  const { view, tokenData, endedStartedAt } = broadcast;
  // The broadcast may have ended because the approval was revoked.
  const isApprovalUncertain = endedStartedAt !== null || (view.kind === 'failed' && view.problem.code === 'CREATOR_NOT_APPROVED');
  useEffect(() => {
    if (isApprovalUncertain) refreshInfo();
  }, [isApprovalUncertain, refreshInfo]);

  const state: GoLivePageState = {
    streamInfo,
    tokenData,
    isLive: view.kind === 'live',
    isConnecting: view.kind === 'connecting',
    error: view.kind === 'failed' ? problemText(t, view.problem) : null,
  };

  switch (info.status) {
    case 'loading':
      return <PageLoading />;
    case 'not-approved':
      return <NotApproved applicationStatus={info.applicationStatus} hasEnded={endedStartedAt !== null} />;
    case 'unavailable':
      return (
        <NarrowPage title={t(studio.title)}>
          <Notice tone="problem" title={t(studio.cantOpen)}>
            <p>{t(connection.tryingAgain, { message: info.message })}</p>
          </Notice>
        </NarrowPage>
      );
    case 'not-set-up':
      return (
        <SetUpForm
          onSaved={(stream) => {
            setIsNew(true);
            setStream(stream);
          }}
        />
      );
    case 'ready':
      return (
        <Studio
          state={state}
          stream={info.stream}
          status={streamStatus.status}
          me={me}
          media={media}
          broadcast={broadcast}
          isNew={isNew}
          onStreamChanged={setStream}
        />
      );
  }
}
