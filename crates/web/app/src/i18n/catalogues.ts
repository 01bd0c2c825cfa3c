// Loads translations. English is part of the pages.
import { loadChunk } from '../upgrade/loadChunk';
import type { LanguageCode } from './languages';
import type { Catalogue } from './message';

export const LOADERS: Record<Exclude<LanguageCode, 'en'>, () => Promise<Catalogue>> = {
  de: async () => (await loadChunk(() => import('./de/index'))).german,
};

export async function loadCatalogue(language: LanguageCode): Promise<Catalogue | null> {
  return language === 'en' ? null : LOADERS[language]();
}
