// The studio of a creator with a stream: picture, broadcast controls, chat, and everything else behind tabs.
import { useEffect, useRef, useState } from 'react';
import { pinToken } from '../account/token';
import type { Me, Stream, StreamStatus } from '../api/types';
import { onDeviceChange } from '../devices/acquire';
import type { LocalMedia } from '../devices/useLocalMedia';
import { SectionBoundary } from '../errors/boundaries';
import { announce } from '../ui/announce';
import { ShortcutsDialog } from '../ui/ShortcutsDialog';
import { Icon } from '../ui/Icon';
import { LiveBadge } from '../ui/LiveBadge';
import { TabList, TabPanel, TabRoot } from '../ui/TabPanels';
import { useMediaQuery } from '../ui/useMediaQuery';
import { useRestoreFocus } from '../ui/useRestoreFocus';
import { useShortcuts } from '../ui/useShortcuts';
import { BroadcastBar } from './BroadcastBar';
import { CheckButton } from './check/CheckButton';
import { CheckDialog } from './check/CheckDialog';
import { DevicePanel } from './DevicePanel';
import { EndDialog, LeaveDialog, SignOutDialog, TakeOverDialog } from './dialogs';
import type { GoLivePageState } from './GoLivePage';
import { HealthPopover } from './HealthPopover';
import { currentT, useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { studio } from '../i18n/en/studio';
import type { Message } from '../i18n/message';
import { PastBroadcasts } from './PastBroadcasts';
import { onAirStateFromMedia } from './MediaFaultNotice';
import { Toggle } from './MediaToggles';
import { ScreenToggle } from './ScreenToggle';
import { StreamPanel } from './StreamPanel';
import { StreamPreview } from './StreamPreview';
import { StudioChat } from './StudioChat';
import { StudioNotices } from './StudioNotices';
import styles from './Studio.module.css';
import { STUDIO_SHORTCUTS, studioAction, type StudioAction } from './studioShortcuts';
import { selectedTab, studioTabs, type StudioTab } from './studioTabs';
import type { Broadcast } from './useBroadcast';
import { usePastBroadcasts } from './usePastBroadcasts';
import { usePeakViewers } from './usePeakViewers';
import { useScreenShare } from './useScreenShare';
import { useThumbnail } from './thumbnail/useThumbnail';
import { Viewers } from './Viewers';

interface Props {
  state: GoLivePageState;
  stream: Stream;
  status: StreamStatus | null;
  me: Me;
  media: LocalMedia;
  broadcast: Broadcast;
  isNew: boolean;
  onStreamChanged: (stream: Stream) => void;
}

/** Space for a second column. The style sheet has the same query. */
const WIDE = '(min-width: 62rem), (min-width: 35rem) and (max-height: 30rem)';

/** A panel beside the others is no tab. The element stays the same when the window becomes wide. */
const NO_TAB = { role: undefined, id: undefined, 'aria-labelledby': undefined };

export function Studio({ state, stream, status, me, media, broadcast, isNew, onStreamChanged }: Props) {
  const t = useT();
  const [isEnding, setIsEnding] = useState(false);
  const [isHelping, setIsHelping] = useState(false);
  const [isChecking, setIsChecking] = useState(false);
  const [isTakingOver, setIsTakingOver] = useState(false);
  const { view, endedStartedAt } = broadcast;
  const { isLive } = state;
  const startedAt = status?.startedAt ?? null;
  const viewerCount = status?.viewerCount ?? 0;
  const peakViewers = usePeakViewers(broadcast.tokenData?.session.id ?? null, viewerCount);
  const isSending = isLive || state.isConnecting;
  // A broken broadcast can still be resumed.
  const isLiveOrRetrying = isSending || (view.kind === 'failed' && view.isLive);
  const screen = useScreenShare(broadcast.room, { isConnected: broadcast.isConnected, isSending: isLiveOrRetrying });
  const { isSending: isSent } = onAirStateFromMedia(media, broadcast.mediaFaults, screen.track !== null);
  useThumbnail({
    userId: me.id,
    session: broadcast.isConnected ? broadcast.session : null,
    isResumed: broadcast.tokenData?.session.resumed ?? false,
    isGuestsAllowed: stream.isGuestsAllowed,
    screen: screen.track,
    camera: media.camera.isOn && !media.camera.track?.isMuted ? media.camera.track : null,
  });
  const isWide = useMediaQuery(WIDE);
  const [chosenTab, setChosenTab] = useState<{ live: StudioTab | null; preview: StudioTab | null }>({ live: null, preview: null });
  const tabs = studioTabs({ isLive, isWide });
  const tab = selectedTab(tabs, chosenTab[isLive ? 'live' : 'preview']);
  const past = usePastBroadcasts(`${startedAt} ${endedStartedAt}`);
  const ended = past.items?.find((session) => session.startedAt === endedStartedAt) ?? null;
  useEffect(() => (isLiveOrRetrying ? pinToken() : undefined), [isLiveOrRetrying]);
  const { recover } = media;
  useEffect(() => onDeviceChange(() => recover({ mayStart: !isLiveOrRetrying })), [recover, isLiveOrRetrying]);
  const bar = useRef<HTMLDivElement>(null);
  useRestoreFocus(bar, view.kind);
  useEffect(() => {
    if (isLive) announce(currentT()(studio.youAreOnAir));
  }, [isLive]);
  useEffect(() => {
    if (endedStartedAt !== null) announce(currentT()(studio.isOver));
  }, [endedStartedAt]);
  // The media library stops the tracks when it leaves the room by itself.
  useEffect(() => {
    if (view.kind !== 'connecting') recover({ mayStart: false });
  }, [recover, view.kind]);
  const actions: Record<StudioAction, () => void> = {
    microphone: () => toggleByKey(media.microphone, { on: studio.microphoneOn, off: studio.microphoneOff }),
    camera: () => toggleByKey(media.camera, { on: studio.cameraOn, off: studio.cameraOff }),
    help: () => setIsHelping(true),
  };
  useShortcuts(studioAction, (action) => actions[action]());
  const devices = (
    <SectionBoundary text={t(studio.devicesBroke)}>
      <DevicePanel media={media} isLive={isLive} isNew={isNew && view.kind === 'preview' && endedStartedAt === null} onCheckConnection={() => setIsChecking(true)} />
    </SectionBoundary>
  );
  return (
    <TabRoot
      className={styles.studio}
      value={tab}
      onValueChange={(value) => setChosenTab({ ...chosenTab, [isLive ? 'live' : 'preview']: value })}
    >
      <h1 className="visually-hidden">{t(studio.title)}</h1>
      <div className={styles.main}>
        <div className={`${styles.picture} ${view.kind === 'live' && !view.isReconnecting && isSent ? styles.onAir : ''}`}>
          <SectionBoundary text={t(studio.previewBroke)}>
            <StreamPreview
              localVideoTrack={media.camera.track}
              localAudioTrack={media.microphone.track}
              screenTrack={screen.track}
              isAsking={media.isAsking}
              isCameraOn={media.camera.isOn}
            >
              {!isLive && (media.camera.track ?? screen.track) && <LiveBadge label={t(studio.onlyYou)} isMuted />}
              {screen.track && <LiveBadge label={t(screen.hasSound ? studio.screenWithSound : studio.screenWithoutSound)} isMuted />}
            </StreamPreview>
          </SectionBoundary>
        </div>
        <div ref={bar} tabIndex={-1} role="group" aria-label={t(studio.broadcast)} className={`${styles.bar} ${isLive ? styles.staying : ''}`}>
          <SectionBoundary text={t(studio.controlsBroke)}>
            <BroadcastBar
              broadcast={broadcast}
              media={media}
              error={state.error}
              isSent={isSent}
              startedAt={startedAt}
              viewerCount={viewerCount}
              peakViewers={peakViewers}
              health={<HealthPopover room={broadcast.room} isConnected={broadcast.isConnected} />}
              tools={
                <>
                  <ScreenToggle screen={screen} />
                  <Toggle label={t(common.shortcuts)} shortcut="?" className={styles.keyboard} onClick={() => setIsHelping(true)}>
                    <Icon name="keyboard" />
                  </Toggle>
                </>
              }
              check={<CheckButton onOpen={() => setIsChecking(true)} />}
              onEnd={() => setIsEnding(true)}
              onTakeOver={() => setIsTakingOver(true)}
            />
          </SectionBoundary>
        </div>
        <StudioNotices
          userId={me.id}
          onDecided={() => bar.current?.focus({ preventScroll: true })}
          media={media}
          broadcast={broadcast}
          screen={screen}
          ended={ended}
          isSummaryLoading={past.error === null}
        />
        <aside className={styles.panels} aria-label={t(studio.aboutStream)}>
          <TabList label={t(studio.title)} tabs={tabs.map(({ value, label }) => ({ value, label: t(label) }))} />
          {/* Stays mounted, so that text that isn't saved is kept. */}
          <TabPanel value="stream" forceMount hidden={tab !== 'stream'} tabIndex={undefined}>
            <StreamPanel stream={stream} username={me.username} onStreamChanged={onStreamChanged} />
          </TabPanel>
          <TabPanel value="viewers" tabIndex={undefined}>
            <SectionBoundary text={t(studio.viewersBroke)}>
              <Viewers />
            </SectionBoundary>
          </TabPanel>
          <TabPanel value="devices" tabIndex={undefined}>
            {devices}
          </TabPanel>
          <TabPanel value="past" tabIndex={undefined}>
            <SectionBoundary text={t(studio.pastBroke)}>
              <PastBroadcasts list={past} />
            </SectionBoundary>
          </TabPanel>
        </aside>
      </div>
      {isLive && (
        <TabPanel
          value="chat"
          forceMount
          className={`${styles.side} ${styles.chat}`}
          hidden={!isWide && tab !== 'chat'}
          tabIndex={undefined}
          {...(isWide ? NO_TAB : {})}
        >
          <SectionBoundary text={t(studio.chatBroke)}>
            <StudioChat broadcast={broadcast} stream={stream} me={me} />
          </SectionBoundary>
        </TabPanel>
      )}
      {!isLive && isWide && (
        <div className={styles.side}>
          <div className={styles.card}>
            <h2 className={styles.heading}>{t(studio.devices)}</h2>
            {devices}
          </div>
        </div>
      )}
      <EndDialog isOpen={isEnding} onEnd={broadcast.end} onClose={() => setIsEnding(false)} />
      <TakeOverDialog
        isOpen={isTakingOver}
        onConfirm={() => {
          setIsTakingOver(false);
          broadcast.resume();
        }}
        onClose={() => setIsTakingOver(false)}
      />
      <ShortcutsDialog isOpen={isHelping} onClose={() => setIsHelping(false)} shortcuts={STUDIO_SHORTCUTS.map(({ keys, what }) => ({ keys, what: t(what) }))} />
      <CheckDialog isOpen={isChecking} onClose={() => setIsChecking(false)} media={media} />
      <LeaveDialog isLive={isSending} />
      <SignOutDialog isLive={isSending} onEnd={broadcast.end} />
    </TabRoot>
  );
}

/** The focus isn't on the button, so screen readers don't notice its new label. */
function toggleByKey({ track, isOn, input }: LocalMedia['camera'] | LocalMedia['microphone'], texts: { on: Message; off: Message }): void {
  if (track === null) return;
  input.toggle();
  announce(currentT()(isOn ? texts.off : texts.on));
}
