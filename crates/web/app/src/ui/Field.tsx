// A text field with label, limit, hint and error, connected for screen readers.
import { useId, type InputHTMLAttributes, type TextareaHTMLAttributes } from 'react';
import { countCharacters } from './characters';
import styles from './Field.module.css';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { formatNumber } from '../i18n/formats';

interface Common {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  hint?: string;
  /** The field's error message. */
  problem?: string | undefined;
  /** The maximum length in Unicode scalar values after trimming, as the service counts. */
  limit?: number;
}

type Props = Common &
  (
    | ({ multiline?: false } & Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'>)
    | ({ multiline: true } & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'value' | 'onChange'>)
  );

export function Field({ label, value, onValueChange, hint, problem, limit, multiline, ...rest }: Props) {
  const t = useT();
  const id = useId();
  const length = countCharacters(value);
  const describedBy = [hint && `${id}-hint`, limit && `${id}-limit`, problem && `${id}-problem`].filter(Boolean).join(' ');
  const shared = {
    id,
    value,
    dir: 'auto',
    'aria-describedby': describedBy || undefined,
    'aria-invalid': problem ? true : undefined,
    onChange: (event: { target: { value: string } }) => onValueChange(event.target.value),
  };
  return (
    <div className={styles.field}>
      <div className={styles.head}>
        <label htmlFor={id}>{label}</label>
        {limit && (
          <span id={`${id}-limit`} className={length > limit ? styles.over : styles.count}>
            <span className="visually-hidden">{t(common.characterLimit, { limit })} </span>
            {formatNumber(t.locale, length)}
            <span aria-hidden="true">{` / ${formatNumber(t.locale, limit)}`}</span>
          </span>
        )}
      </div>
      {multiline ? (
        <textarea {...(rest as TextareaHTMLAttributes<HTMLTextAreaElement>)} {...shared} />
      ) : (
        <input {...(rest as InputHTMLAttributes<HTMLInputElement>)} {...shared} />
      )}
      {hint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
