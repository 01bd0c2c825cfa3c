// The keyboard shortcuts of the studio.
import { letterOf } from '../ui/shortcuts';

export type StudioAction = 'microphone' | 'camera' | 'help';

/** In the order of the help. */
export const STUDIO_SHORTCUTS: readonly { keys: string; what: string; action: StudioAction }[] = [
  { keys: 'M', what: 'Mute or unmute the microphone', action: 'microphone' },
  { keys: 'V', what: 'Turn the camera off or on', action: 'camera' },
  { keys: '?', what: 'Show the keyboard shortcuts', action: 'help' },
];

export function studioAction(event: Pick<KeyboardEvent, 'key' | 'code' | 'repeat'>): StudioAction | null {
  if (event.repeat) return null;
  return STUDIO_SHORTCUTS.find(({ keys }) => keys === letterOf(event))?.action ?? null;
}
