import type { Exhibit } from '../../domain/exhibit.ts';
import type { Report } from '../model.ts';
import { amount, moment } from '../words.ts';
import { code, text } from './text.ts';

/** What people attached, with links that work where the report lies beside its bag. No chapter without any. */
export function attached({ exhibits }: Report): readonly string[] {
  const files = exhibits.filter(({ attachment }) => attachment);
  if (files.length === 0) return [];
  return [
    [
      '## Attached files',
      '',
      'Brought by people, kept byte for byte. The links work in the folder that the case was exported to; in the bag the files lie below `data/`.',
      '',
      '| Exhibit | File | Why | By | SHA-256 |',
      '| --- | --- | --- | --- | --- |',
      ...files.slice(0, mostRows).map(lineOf),
      ...(files.length > mostRows
        ? ['', `The first ${mostRows} of ${files.length}; all are in \`tables/exhibits.csv\`.`]
        : []),
    ].join('\n'),
  ];
}

const mostRows = 50;

function lineOf(exhibit: Exhibit): string {
  const { id, source, acquiredBy, sha256, takenBack: back } = exhibit;
  const why = source.from === 'venue' ? '' : source.why;
  const gone = back
    ? ` **Taken back** by ${text(back.by, 80)}, ${text(moment(back.at))} (host’s clock): ${text(back.why, 300)}`
    : '';
  return `| ${code(id, 40)} | ${fileOf(exhibit)}${gone} | ${text(why, 300)} | ${text(acquiredBy, 80)} | ${code(sha256)} |`;
}

// The path comes from a record that may be anybody's: only one of the form that ours have becomes a link.
const ownPath = /^exhibits\/EX-\d{3,}-attachment\.[a-z0-9]{1,5}$/;

function fileOf({ path, attachment, title, bytes, takenBack }: Exhibit): string {
  const name = text(attachment?.fileName ?? title, 120);
  const size = `${amount(String(bytes))} bytes`;
  if (takenBack || !ownPath.test(path)) return `${name}, ${size}, ${code(path)}`;
  return `[${name}](bag/data/${path}), ${size}`;
}
