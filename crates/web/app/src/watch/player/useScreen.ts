// Full screen, picture-in-picture and captions of the player. media-chrome's store knows the browsers' differences,
// such as iPhones, where only the video element fills the screen.
import { MediaUIEvents } from 'media-chrome/dist/constants.js';
import { createMediaStore } from 'media-chrome/dist/media-store/media-store.js';
import { stateMediator } from 'media-chrome/dist/media-store/state-mediator.js';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';

const {
  mediaIsFullscreen,
  mediaFullscreenUnavailable,
  mediaIsPip,
  mediaPipUnavailable,
  mediaVolumeUnavailable,
  mediaSubtitlesList,
  mediaSubtitlesShowing,
} = stateMediator;

/** Only what is used: the others would listen to events of the element. */
const MEDIATOR = {
  mediaIsFullscreen,
  mediaFullscreenUnavailable,
  mediaIsPip,
  mediaPipUnavailable,
  mediaVolumeUnavailable,
  mediaSubtitlesList,
  mediaSubtitlesShowing,
} as typeof stateMediator;

export interface ScreenState {
  isFullscreen: boolean;
  canFullscreen: boolean;
  isPip: boolean;
  canPip: boolean;
  /** iOS changes the volume only by the phone's buttons. */
  canSetVolume: boolean;
  hasCaptions: boolean;
  isCaptioned: boolean;
  toggleFullscreen: () => void;
  togglePip: () => void;
  toggleCaptions: () => void;
}

/** `frame`: what fills the screen. */
export function useScreen(element: HTMLVideoElement, frame: HTMLElement | null): ScreenState {
  const [store] = useState(() =>
    createMediaStore({ stateMediator: MEDIATOR, options: { noMutedPref: true, noVolumePref: true, noSubtitlesLangPref: true } }),
  );
  const state = useSyncExternalStore(store.subscribe, store.getState);
  useEffect(() => {
    store.dispatch({ type: 'documentelementchangerequest', detail: document });
    store.dispatch({ type: 'mediaelementchangerequest', detail: element });
    return () => {
      store.dispatch({ type: 'mediaelementchangerequest', detail: undefined });
      store.dispatch({ type: 'documentelementchangerequest', detail: undefined });
    };
  }, [store, element]);
  useEffect(() => {
    store.dispatch({ type: 'fullscreenelementchangerequest', detail: frame ?? undefined });
  }, [store, frame]);

  return useMemo(() => {
    const request = (type: string) => () => store.dispatch({ type });
    const isFullscreen = state.mediaIsFullscreen === true;
    const isPip = state.mediaIsPip === true;
    return {
      isFullscreen,
      canFullscreen: state.mediaFullscreenUnavailable === undefined,
      isPip,
      canPip: state.mediaPipUnavailable === undefined,
      canSetVolume: state.mediaVolumeUnavailable === undefined,
      hasCaptions: (state.mediaSubtitlesList ?? []).length > 0,
      isCaptioned: (state.mediaSubtitlesShowing ?? []).length > 0,
      toggleFullscreen: request(isFullscreen ? MediaUIEvents.MEDIA_EXIT_FULLSCREEN_REQUEST : MediaUIEvents.MEDIA_ENTER_FULLSCREEN_REQUEST),
      togglePip: request(isPip ? MediaUIEvents.MEDIA_EXIT_PIP_REQUEST : MediaUIEvents.MEDIA_ENTER_PIP_REQUEST),
      toggleCaptions: request(MediaUIEvents.MEDIA_TOGGLE_SUBTITLES_REQUEST),
    };
  }, [store, state]);
}
