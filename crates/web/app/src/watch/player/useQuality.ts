// The quality that the viewer has chosen, applied to the picture and kept for the next visit.
import { RemoteVideoTrack, VideoQuality, type RemoteTrackPublication } from 'livekit-client';
import { useEffect, useMemo, useState } from 'react';
import { localStore } from '../../storage/storage';
import { AdaptiveSize } from './AdaptiveSize';
import { availableChoice, maxQualityOf, parseQuality, qualityOptions, type QualityChoice, type QualityOption } from './quality';

const STORAGE_KEY = 'onair.quality';

export interface Quality {
  options: QualityOption[];
  choice: QualityChoice;
  choose: (choice: QualityChoice) => void;
}

export function useQuality(publication: RemoteTrackPublication | null, element: HTMLVideoElement): Quality {
  const [stored, setStored] = useState(() => parseQuality(localStore.get(STORAGE_KEY)));
  const options = qualityOptions(publication?.trackInfo?.layers ?? []);
  const choice = availableChoice(stored, options);
  const track = publication?.track;

  const size = useMemo(() => (track instanceof RemoteVideoTrack ? new AdaptiveSize(element) : null), [track, element]);
  useEffect(() => {
    if (!size || !(track instanceof RemoteVideoTrack)) return undefined;
    track.observeElementInfo(size);
    return () => track.stopObservingElementInfo(size);
  }, [track, size]);

  useEffect(() => {
    if (!publication || !size) return;
    // The library would reduce the chosen quality to the size of the element.
    size.setUnlimited(choice !== 'auto');
    publication.setVideoQuality(VIDEO_QUALITIES[maxQualityOf(choice)] ?? VideoQuality.HIGH);
  }, [publication, size, choice]);

  return {
    options,
    choice,
    choose: (next) => {
      localStore.set(STORAGE_KEY, next);
      setStored(next);
    },
  };
}

const VIDEO_QUALITIES = [VideoQuality.LOW, VideoQuality.MEDIUM, VideoQuality.HIGH] as const;
