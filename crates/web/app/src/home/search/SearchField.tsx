// The field in the header. On the page of results it searches while one types, elsewhere when it is sent off.
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { Icon } from '../../ui/Icon';
import { searchPath } from './query';
import styles from './SearchField.module.css';

/** Long enough not to ask for every letter, short enough to feel at once. */
const PAUSE_MS = 300;

export function SearchField({ className }: { className?: string | undefined }) {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const isAtResults = pathname === '/search';
  const asked = isAtResults ? (new URLSearchParams(search).get('q') ?? '') : '';
  const [text, setText] = useState(asked);
  const [known, setKnown] = useState({ asked, isAtResults });
  /** What this field has asked for itself: by now more may have been typed than that. */
  const [sent, setSent] = useState(asked);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  // Another address, as by the back button, asks for something else.
  if (known.asked !== asked || known.isAtResults !== isAtResults) {
    setKnown({ asked, isAtResults });
    if (asked !== sent || !isAtResults) {
      setText(asked);
      setSent(asked);
    }
  }

  const go = (wanted: string, replace: boolean) => {
    clearTimeout(timer.current);
    setSent(wanted.trim());
    void navigate(searchPath(wanted), { replace });
  };
  const onChange = (wanted: string) => {
    setText(wanted);
    clearTimeout(timer.current);
    if (isAtResults) timer.current = setTimeout(() => go(wanted, true), PAUSE_MS);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    go(text, isAtResults);
  };
  return (
    <search className={className}>
      <form className={styles.form} onSubmit={onSubmit}>
        <span className={styles.icon}>
          <Icon name="search" size={18} />
        </span>
        <input
          type="search"
          name="q"
          aria-label="Search streams and creators"
          placeholder="Search"
          dir="auto"
          value={text}
          onChange={(event) => onChange(event.target.value)}
          autoComplete="off"
          autoCapitalize="none"
          enterKeyHint="search"
        />
      </form>
    </search>
  );
}
