import { capped, visible } from '../spelled.ts';

const mostText = 600;
// A tracker turns these into mentions, references and links after Markdown is done with the text, so no
// backslash keeps it from it: an empty comment in the middle does, and shows as nothing.
const broken = '<!-- -->';

/**
 * Text of the record for GitHub-flavoured Markdown, in a paragraph or a table's cell: spelled out, every mark of
 * punctuation that could begin something escaped; no mention, reference, link or HTML comes of it.
 */
export function text(value: string, most = mostText): string {
  return visible(capped(value, most), () => true)
    .replace(/[\\`*_{}[\]()<>#+\-.!|~&$^]/g, '\\$&')
    .replace(/@|\\#(?=\w)|GH\\-(?=\d)/gi, `$&${broken}`)
    .replace(/:(?=\/\/)/g, `:${broken}`)
    .replace(/\bwww(?=\\\.)/gi, `$&${broken}`);
}

/** An id, hash or address as code: nothing in it acts. A bar ends a cell even there. */
export function code(value: string, most = 200): string {
  const inner = visible(capped(value, most), () => true).replaceAll('|', '\\|');
  if (inner === '') return '—';
  const longest = (inner.match(/`+/g) ?? []).reduce((max, { length }) => Math.max(max, length), 0);
  const fence = '`'.repeat(longest + 1);
  const pad = /^`|`$/.test(inner) || longest > 0 ? ' ' : '';
  return `${fence}${pad}${inner}${pad}${fence}`;
}

export const ids = (restsOn: readonly string[], most = 12): string =>
  restsOn.length === 0
    ? '—'
    : `${restsOn
        .slice(0, most)
        .map((id) => code(id, 80))
        .join(' ')}${restsOn.length > most ? ` and ${restsOn.length - most} more` : ''}`;
