import type { Exhibit } from '../../../domain/exhibit.ts';
import { amount, count, moment, withKey } from '../format.ts';
import { drawTable } from '../table.ts';
import type { Line } from '../table.ts';
import { ink } from '../theme.ts';
import { drawAttachedPictures } from './exhibit/attached-pictures.ts';
import type { Section } from './section.ts';
import { drawSharedLists } from './exhibit/shared-lists.ts';

export const exhibits: Section = {
  id: 'exhibits',
  title: 'Exhibits',
  extent: ({ exhibits: all }) => (all.length === 0 ? 'none' : count(all.length, 'exhibit')),
  draw: ({ exhibits: all, sharedLists = [] }, flow) => {
    if (all.length === 0) return flow.none('None: nothing was acquired.');
    flow.paragraph(
      'Every item that was acquired, with the SHA-256 of its bytes as they lie in the case. What was redacted was redacted before the hash was made.',
    );
    drawTable(flow, {
      columns: [
        { title: 'Exhibit', width: 'fit', face: 'mono' },
        { title: 'What, from where, by whom', width: 38 },
        { title: 'SHA-256, file, size, acquired (UTC, host)', width: 'fit', widest: 256 },
      ],
      rows: all.map((exhibit) => [exhibit.id, whatLines(exhibit), fileLines(exhibit)]),
    });
    if (sharedLists.length > 0) drawSharedLists(sharedLists, flow);
    drawAttachedPictures(flow, all, flow.pictures);
  },
};

const whatLines = (exhibit: Exhibit): Line[] => [
  { text: exhibit.title, face: 'bold' },
  { text: `${exhibit.kind}; ${sourceOf(exhibit)}` },
  { text: `acquired by ${exhibit.acquiredBy}`, ink: ink.muted },
  ...attachmentLines(exhibit),
  ...takenBackLines(exhibit),
];

const takenBackLines = ({ takenBack }: Exhibit): Line[] =>
  takenBack === undefined
    ? []
    : [
        {
          text: `TAKEN BACK by ${takenBack.by}, ${moment(takenBack.at)} (host): ${takenBack.why}. The file is not in the bag.`,
          face: 'bold',
        },
      ];

const attachmentLines = ({ attachment }: Exhibit): Line[] =>
  attachment === undefined
    ? []
    : [
        ...(attachment.cameFrom === undefined ? [] : [{ text: `came from ${attachment.cameFrom}` }]),
        ...attachment.claims.map(({ by, says }) => ({
          text: `claims to be of ${says} (${by}; not checked)`,
          ink: ink.muted,
        })),
      ];

function sourceOf({ source }: Exhibit): string {
  if (source.from !== 'venue') return `from ${source.from}: ${source.why}`;
  const from = `from ${source.venue}, account ${source.account}, ${source.capability}`;
  const many = source.exchanges.length;
  return `${from}, ${withKey(source.acquiredWith)}, ${many === 0 ? 'no exchange recorded' : count(many, 'exchange')}`;
}

const fileLines = (exhibit: Exhibit): Line[] => [
  { text: exhibit.sha256, face: 'mono' },
  { text: exhibit.path, face: 'mono' },
  { text: `${amount(String(exhibit.bytes))} bytes, ${exhibit.mediaType}` },
  { text: `${moment(exhibit.acquiredAt)} by the host’s clock; ${offsetOf(exhibit)}`, ink: ink.muted },
];

const offsetOf = ({ clockOffsetMs: ms }: Exhibit): string =>
  ms === undefined ? 'venue’s clock not read' : `venue ${ms >= 0 ? '+' : '−'}${Math.abs(ms)} ms`;
