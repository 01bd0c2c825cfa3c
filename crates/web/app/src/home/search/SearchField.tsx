// The search field in the header. It searches while typing on the results page, and on submit elsewhere.
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { Icon } from '../../ui/Icon';
import { searchPath } from './query';
import styles from './SearchField.module.css';

/** Debounces typing. */
const DEBOUNCE_MS = 300;

export function SearchField({ className }: { className?: string | undefined }) {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const isAtResults = pathname === '/search';
  const urlQuery = isAtResults ? (new URLSearchParams(search).get('q') ?? '') : '';
  const [text, setText] = useState(urlQuery);
  const [lastLocation, setLastLocation] = useState({ urlQuery, isAtResults });
  /** The last query that this field submitted; the field may contain more by now. */
  const [submitted, setSubmitted] = useState(urlQuery);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  // The URL has changed from outside, for example by the back button.
  if (lastLocation.urlQuery !== urlQuery || lastLocation.isAtResults !== isAtResults) {
    setLastLocation({ urlQuery, isAtResults });
    if (urlQuery !== submitted || !isAtResults) {
      setText(urlQuery);
      setSubmitted(urlQuery);
    }
  }

  const submitQuery = (query: string, replace: boolean) => {
    clearTimeout(timer.current);
    setSubmitted(query.trim());
    void navigate(searchPath(query), { replace });
  };
  const onChange = (query: string) => {
    setText(query);
    clearTimeout(timer.current);
    if (isAtResults) timer.current = setTimeout(() => submitQuery(query, true), DEBOUNCE_MS);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submitQuery(text, isAtResults);
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
