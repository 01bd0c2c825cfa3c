// What viewers miss, and what is done about it.
import type { LocalMedia } from '../devices/useLocalMedia';
import { Notice } from '../ui/Notice';
import { faultWords, onAirOf, refusedWords, type OnAir } from './onAir';
import type { Failing } from './useSending';

export function SendingNotice({ media, failing }: { media: LocalMedia; failing: Failing }) {
  const { problem, note } = onAirFrom(media, failing);
  if (problem !== null) {
    return (
      <Notice tone="problem" title={problem}>
        {(['camera', 'microphone'] as const).map((name) => {
          const fault = failing[name];
          if (fault === null) return null;
          // What keeps the device away has a notice of its own, with the steps.
          return <p key={name}>{media[name].problem === null ? faultWords(name, fault) : refusedWords(name)}</p>;
        })}
      </Notice>
    );
  }
  return note !== null && <p role="status">{note}</p>;
}

export function onAirFrom(media: LocalMedia, failing: Failing): OnAir {
  const one = (name: keyof Failing) => ({ isThere: media[name].track !== null, isOn: media[name].isOn, fault: failing[name] });
  return onAirOf(one('camera'), one('microphone'));
}
