// The keyboard shortcuts of the studio.
import { studio } from '../i18n/en/studio';
import type { Message } from '../i18n/message';
import { letterOf } from '../ui/shortcuts';

export type StudioAction = 'microphone' | 'camera' | 'help';

/** In the order of the help. */
export const STUDIO_SHORTCUTS: readonly { keys: string; what: Message; action: StudioAction }[] = [
  { keys: 'M', what: studio.keyMicrophone, action: 'microphone' },
  { keys: 'V', what: studio.keyCamera, action: 'camera' },
  { keys: '?', what: studio.keyHelp, action: 'help' },
];

export function studioAction(event: Pick<KeyboardEvent, 'key' | 'code' | 'repeat'>): StudioAction | null {
  if (event.repeat) return null;
  return STUDIO_SHORTCUTS.find(({ keys }) => keys === letterOf(event))?.action ?? null;
}
