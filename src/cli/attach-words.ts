import { wrapText } from '../terminal/index.ts';
import type { Attached } from './attach-to-case.ts';

const width = 80;

/** What was kept, and what nobody checked. */
export function attachedInWords(caseId: string, attached: readonly Attached[]): readonly string[] {
  return [
    ...attached.flatMap(({ name, exhibit }) => [
      ...wrapText(`ATTACHED  ${name} to ${caseId} as ${exhibit.id}`, width),
      `  sha256     ${exhibit.sha256}`,
      `  type       ${exhibit.mediaType}, by its bytes; ${exhibit.bytes} bytes`,
      ...wrapText(`  brought by ${exhibit.acquiredBy}, ${exhibit.acquiredAt}`, width),
      ...(exhibit.attachment?.claims ?? []).flatMap(({ by, says }) =>
        wrapText(`  claims     made ${says} (${by}); not checked`, width),
      ),
    ]),
    ...wrapText(
      'Kept byte for byte: nothing was redacted. A key in it would keep the case from being sealed.',
      width,
    ),
  ];
}

export const attachedAsJson = (caseId: string, attached: readonly Attached[]) => ({
  case: caseId,
  attached: attached.map(({ name, exhibit }) => ({ file: name, exhibit })),
});
