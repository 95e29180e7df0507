import type { Pseudonyms } from './pseudonyms.ts';
import { theirText } from './theirs.ts';

/** The address of the venue and the path stay; a parameter's value as a member of an object's. */
export function shareUrl(url: string, by: Pseudonyms): string {
  const [path = '', ...query] = url.split('?');
  const values = query
    .join('?')
    .split('&')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return value.length === 0
        ? by.inText(name)
        : `${name}=${encoded(theirText(decoded(value.join('=')), name, by))}`;
    });
  return query.length === 0 ? by.inText(path) : `${by.inText(path)}?${values.join('&')}`;
}

const decoded = (text: string): string => {
  try {
    return text.includes('%5BREDACTED') ? text : decodeURIComponent(text);
  } catch {
    return text;
  }
};
const encoded = (text: string): string => (text.includes('%5BREDACTED') ? text : encodeURIComponent(text));
