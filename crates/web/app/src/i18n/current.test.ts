// @vitest-environment happy-dom
import { act, renderHook, waitFor } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';

const loadGerman = vi.hoisted(() => vi.fn<() => Promise<object>>());
vi.mock('./catalogues', () => ({ loadCatalogue: async (language: string) => (language === 'en' ? null : loadGerman()) }));

async function start(preferred: string[]) {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(preferred);
  vi.resetModules();
  const [current, { common }] = await Promise.all([import('./current'), import('./en/common')]);
  await current.startLanguage();
  return { ...current, text: () => current.currentT()(common.cancel) };
}

beforeEach(() => {
  localStorage.clear();
  document.documentElement.lang = 'en';
  loadGerman.mockReset().mockResolvedValue({ common: { cancel: 'Abbrechen' } });
});

it('starts in the language that the browser prefers', async () => {
  const { text, currentT } = await start(['de-CH', 'en']);
  expect([text(), currentT().locale, document.documentElement.lang]).toEqual(['Abbrechen', 'de-CH', 'de']);
});

it('prefers the remembered choice', async () => {
  localStorage.setItem('onair.language', 'de');
  expect((await start(['en'])).text()).toBe('Abbrechen');
  localStorage.setItem('onair.language', 'xx');
  expect((await start(['en'])).text()).toBe('Cancel');
});

it('stays in English if the translation can’t be loaded', async () => {
  loadGerman.mockRejectedValue(new Error('offline'));
  expect((await start(['de'])).text()).toBe('Cancel');
  expect(document.documentElement.lang).toBe('en');
});

it('renders components again when another language is chosen, and remembers it', async () => {
  const { useT, useLanguage, chooseLanguage } = await start(['en']);
  const { result } = renderHook(() => ({ locale: useT().locale, language: useLanguage() }));
  expect(result.current).toEqual({ locale: 'en', language: 'en' });
  act(() => chooseLanguage('de'));
  await waitFor(() => expect(result.current).toEqual({ locale: 'de', language: 'de' }));
  expect([localStorage.getItem('onair.language'), document.documentElement.lang]).toEqual(['de', 'de']);
});

it('shows the last of several choices', async () => {
  const { chooseLanguage, text } = await start(['en']);
  let arrive: ((catalogue: object) => void) | undefined;
  loadGerman.mockReturnValue(new Promise((resolve) => (arrive = resolve)));
  chooseLanguage('de');
  chooseLanguage('en');
  arrive?.({ common: { cancel: 'Abbrechen' } });
  await Promise.resolve();
  expect(text()).toBe('Cancel');
});
