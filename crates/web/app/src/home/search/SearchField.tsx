// The search field in the header. It searches while typing on the home page and the results page, and on submit
// elsewhere: typing must not leave a stream that is being watched. On phones it opens over the header.
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { flushSync } from 'react-dom';
import { useLocation, useNavigate } from 'react-router';
import { useT } from '../../i18n/current';
import { home } from '../../i18n/en/home';
import { BasicIcon } from '../../ui/BasicIcon';
import { searchPath } from './query';
import styles from './SearchField.module.css';

/** Debounces typing. */
const DEBOUNCE_MS = 300;

export function SearchField({ className }: { className?: string | undefined }) {
  const t = useT();
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const isAtResults = pathname === '/search';
  const searchesWhileTyping = isAtResults || pathname === '/';
  const [isOpen, setIsOpen] = useState(isAtResults);
  const input = useRef<HTMLInputElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
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
    // An empty field has no results, and leaves none.
    if (searchesWhileTyping && (isAtResults || query.trim() !== '')) timer.current = setTimeout(() => submitQuery(query, isAtResults), DEBOUNCE_MS);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submitQuery(text, isAtResults);
  };
  const open = () => {
    flushSync(() => setIsOpen(true));
    input.current?.focus();
  };
  const close = () => {
    flushSync(() => setIsOpen(false));
    opener.current?.focus();
  };
  return (
    <search className={className}>
      <button ref={opener} type="button" className={styles.opener} aria-label={t(home.search)} aria-expanded={isOpen} onClick={open}>
        <BasicIcon name="search" />
      </button>
      <form className={styles.form} data-open={isOpen || undefined} onSubmit={onSubmit}>
        <span className={styles.icon}>
          <BasicIcon name="search" size={18} />
        </span>
        <input
          ref={input}
          type="search"
          name="q"
          aria-label={t(home.searchStreams)}
          placeholder={t(home.search)}
          dir="auto"
          value={text}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && text === '') close();
          }}
          autoComplete="off"
          autoCapitalize="none"
          enterKeyHint="search"
        />
        <button type="button" className={styles.close} aria-label={t(home.closeSearch)} onClick={close}>
          <BasicIcon name="close" />
        </button>
      </form>
    </search>
  );
}
