import { StrictMode, type ErrorInfo } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { logError } from './errors/logError';
import { startLanguage } from './i18n/current';
import './styles/base.css';

const log = (what: string) => (error: unknown, { componentStack }: ErrorInfo) => logError(`${what}${componentStack ?? ''}`, error);

const root = document.getElementById('root');
if (root) {
  const react = createRoot(root, { onCaughtError: log('A part of the page broke'), onUncaughtError: log('The page broke'), onRecoverableError: log('React recovered') });
  // The first picture is in the right language; English needs no waiting.
  void startLanguage().then(() =>
    react.render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
}
