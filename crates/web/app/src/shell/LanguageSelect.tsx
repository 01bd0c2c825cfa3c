// Chooses the language of the page. A native selection: phones show their own list, and each name is in its language.
import { chooseLanguage, useLanguage, useT } from '../i18n/current';
import { shell } from '../i18n/en/shell';
import { isLanguage, LANGUAGE_CODES, LANGUAGES } from '../i18n/languages';
import { BasicIcon } from '../ui/BasicIcon';
import styles from './LanguageSelect.module.css';

/** `isCompact` shows only an icon where there is little space. */
export function LanguageSelect({ isCompact = false }: { isCompact?: boolean }) {
  const t = useT();
  const language = useLanguage();
  return (
    <label className={styles.field} data-compact={isCompact || undefined}>
      <BasicIcon name="globe" />
      <span className={isCompact ? 'visually-hidden' : undefined}>{t(shell.language)}</span>
      <select
        className={styles.select}
        value={language}
        onChange={({ target: { value } }) => {
          if (isLanguage(value)) chooseLanguage(value);
        }}
      >
        {LANGUAGE_CODES.map((code) => (
          <option key={code} value={code} lang={code}>
            {LANGUAGES[code].name}
          </option>
        ))}
      </select>
    </label>
  );
}
