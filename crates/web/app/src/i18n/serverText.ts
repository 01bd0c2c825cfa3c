// The server's sentences in the language of the page. They are English: other catalogues translate them in the area
// `server`, by sentence or else by error code.
import type { Translate } from './translate';

/** A sentence without a translation stays as it is. */
export function serverText(t: Translate, sentence: string, code = ''): string {
  const [n = ''] = /\d+/.exec(sentence) ?? [];
  const key = sentence.replace(n, n && '{n}').replace('{n} second.', '{n} seconds.');
  const byCode = t.template({ area: 'server', key: code, source: '' }, {}) || sentence;
  const text = t.template({ area: 'server', key, source: '' }, {});
  return text === '' ? byCode : text.replace('{n}', n);
}
