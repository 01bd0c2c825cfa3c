// The qualities that viewers can choose: automatic, or one of the layers that the creator sends. Pure.

import { player } from '../../i18n/en/player';
import type { Translate } from '../../i18n/translate';
import type { Message } from '../../i18n/message';
export type QualityChoice = 'auto' | 'high' | 'medium' | 'low';

/** As the media server describes a layer; `quality` is 0 for the lowest. */
export interface Layer {
  quality: number;
  width: number;
  height: number;
}

export interface QualityOption {
  choice: QualityChoice;
  /** Such as `720p`; null if unknown, and for automatic. */
  lines: string | null;
}

/** By the numbers of LiveKit's `VideoQuality`. */
const CHOICES: readonly QualityChoice[] = ['low', 'medium', 'high'];
const NAMES: Record<QualityChoice, Message> = { auto: player.auto, high: player.high, medium: player.medium, low: player.low };

/** Best first, after automatic. A creator who sends one layer leaves no choice. */
export function qualityOptions(layers: readonly Layer[]): QualityOption[] {
  const auto: QualityOption = { choice: 'auto', lines: null };
  const known = layers.filter(({ quality }) => CHOICES[quality] !== undefined).toSorted((one, other) => other.quality - one.quality);
  if (known.length < 2) return [auto];
  return [auto, ...known.map((layer) => optionOf(layer))];
}

function optionOf({ quality, width, height }: Layer): QualityOption {
  return { choice: CHOICES[quality] ?? 'low', lines: linesOf(width, height) };
}

/** `High (720p)`. */
export function qualityLabel(t: Translate, choice: QualityChoice, lines: string | null): string {
  const quality = t(NAMES[choice]);
  return lines === null ? quality : t(player.withLines, { quality, lines });
}

/** `720p`, by the shorter side: phones also send upright pictures. */
export function linesOf(width: number, height: number): string | null {
  const lines = Math.min(width, height);
  return lines > 0 ? `${lines}p` : null;
}

/** The number of LiveKit's `VideoQuality`: an upper bound. */
export function maxQualityOf(choice: QualityChoice): number {
  return choice === 'auto' ? CHOICES.indexOf('high') : CHOICES.indexOf(choice);
}

/** A stored choice; automatic if it can't be read. */
export function parseQuality(stored: string | null): QualityChoice {
  return CHOICES.find((choice) => choice === stored) ?? 'auto';
}

/** The choice among these options: a creator may not send the layer that was chosen for another one. */
export function availableChoice(choice: QualityChoice, options: readonly QualityOption[]): QualityChoice {
  return options.some((option) => option.choice === choice) ? choice : 'auto';
}
