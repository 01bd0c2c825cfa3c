// A text with elements in it: a link, an emphasised word, a name.
import { cloneElement, Fragment, type ReactElement, type ReactNode } from 'react';
import { useT } from './current';
import type { Message, NoValues } from './message';
import { formatValue } from './translate';

type Values<V> = { [name in keyof V]: V[name] | ReactNode };

type Props<V, Tags extends string> = { message: Message<V, Tags> } & (keyof V extends never ? { values?: NoValues } : { values: Values<V> }) &
  ([Tags] extends [never] ? { tags?: undefined } : { tags: Record<Tags, ReactElement> });

/** `tags` are the elements for `<name>…</name>`, `values` replace `{name}` and may be elements too. */
export function Trans<V, Tags extends string = never>({ message, values = {}, tags }: Props<V, Tags>) {
  const t = useT();
  return render(t.template(message, values), { values: values as Lookup, tags: (tags ?? {}) as Elements, locale: t.locale });
}

type Lookup = Record<string, ReactNode>;
type Elements = Record<string, ReactElement>;

function render(text: string, parts: { values: Lookup; tags: Elements; locale: string }): ReactNode {
  const nodes: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(/<(\w+)>(.*?)<\/\1>|\{(\w+)\}/g)) {
    const [all, tag, content = '', name = ''] = match;
    const value = parts.values[name];
    nodes.push(text.slice(end, match.index));
    if (tag !== undefined) nodes.push(wrap(parts.tags[tag], render(content, parts)));
    else nodes.push(typeof value === 'number' ? formatValue(value, parts.locale) : value);
    end = match.index + all.length;
  }
  nodes.push(text.slice(end));
  // The parts and their order change only with the language.
  // oxlint-disable-next-line react/no-array-index-key
  return nodes.map((node, index) => <Fragment key={index}>{node}</Fragment>);
}

function wrap(element: ReactElement | undefined, children: ReactNode): ReactNode {
  return element ? cloneElement(element, undefined, children) : children;
}
