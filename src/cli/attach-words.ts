import { showable, wrapText } from '../terminal/index.ts';
import type { AttachedToCase } from './attach-to-case.ts';

const width = 80;
const labelWidth = 13;

/** A line below what it belongs to; what does not fit stands under its own beginning. */
const field = (label: string, text: string): readonly string[] =>
  wrapText(text, width - labelWidth).map(
    (line, at) => (at === 0 ? `  ${label}` : '').padEnd(labelWidth) + line,
  );

/** What was kept, and what nobody checked. */
export function attachedInWords(
  caseId: string,
  { attached, kept }: AttachedToCase,
  missing: readonly string[],
): readonly string[] {
  return [
    ...attached.flatMap(({ name, exhibit, unsearched }) => [
      ...wrapText(`ATTACHED  ${name} to ${caseId} as ${exhibit.id}`, width),
      `  sha256     ${exhibit.sha256}`,
      ...field('type', `${exhibit.mediaType}, by its bytes; ${exhibit.bytes} bytes`),
      ...field('brought by', `${exhibit.acquiredBy}, ${exhibit.acquiredAt}`),
      ...(exhibit.attachment?.claims ?? []).flatMap(({ by, says }) =>
        field('claims', `made ${says} (${by}); not checked`),
      ),
      ...unsearched.flatMap((why) => wrapText(`NOT SEARCHED for secrets: ${why}`, width)),
    ]),
    ...kept.flatMap(({ file, exhibit }) =>
      wrapText(`ALREADY  ${file} is in ${caseId} as ${exhibit}: nothing was added`, width),
    ),
    ...wrapText(
      'Kept byte for byte: nothing was redacted. A secret in it would keep the case from being sealed; `firebreak attach --take-back EX-… --why …` removes a file again.',
      width,
    ),
    ...missing.flatMap((what) => wrapText(`Not searched for this secret: ${showable(what)}`, width)),
  ];
}

export const attachedAsJson = (
  caseId: string,
  { attached, kept }: AttachedToCase,
  missing: readonly string[],
) => ({
  case: caseId,
  attached: attached.map(({ name, exhibit, unsearched }) => ({ file: name, exhibit, unsearched })),
  ...(kept.length === 0 ? {} : { already: kept.map(({ file, exhibit }) => ({ file, exhibit })) }),
  secretsNotSearchedFor: missing,
});
