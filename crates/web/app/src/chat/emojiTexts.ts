// The names of the emoji and the labels of their picker, by language.
import type { I18n } from 'emoji-picker-element/shared';
import english from 'emoji-picker-element-data/en/emojibase/data.json?url';
import german from 'emoji-picker-element-data/de/cldr/data.json?url';
import type { LanguageCode } from '../i18n/languages';

interface EmojiTexts {
  dataSource: string;
  /** The picker has the English ones. */
  i18n?: I18n;
}

export const EMOJI_TEXTS: Record<LanguageCode, () => Promise<EmojiTexts>> = {
  en: async () => ({ dataSource: english }),
  de: async () => ({ dataSource: german, i18n: (await import('emoji-picker-element/i18n/de')).default }),
};
