import { showable, wrapText } from '../terminal/index.ts';
import type { Attached } from './attach-file.ts';

const width = 80;

/** What was kept, and what nobody checked. */
export function attachedInWords(
  caseId: string,
  attached: readonly Attached[],
  missing: readonly string[],
): readonly string[] {
  return [
    ...attached.flatMap(({ name, exhibit, unsearched }) => [
      ...wrapText(`ATTACHED  ${name} to ${caseId} as ${exhibit.id}`, width),
      `  sha256     ${exhibit.sha256}`,
      `  type       ${exhibit.mediaType}, by its bytes; ${exhibit.bytes} bytes`,
      ...wrapText(`  brought by ${exhibit.acquiredBy}, ${exhibit.acquiredAt}`, width),
      ...(exhibit.attachment?.claims ?? []).flatMap(({ by, says }) =>
        wrapText(`  claims     made ${says} (${by}); not checked`, width),
      ),
      ...unsearched.flatMap((why) => wrapText(`  NOT SEARCHED for secrets: ${why}`, width)),
    ]),
    ...wrapText(
      'Kept byte for byte: nothing was redacted. A secret in it would keep the case from being sealed; `firebreak attach --take-back EX-… --why …` removes a file again.',
      width,
    ),
    ...missing.flatMap((what) => wrapText(`Not searched for this secret: ${showable(what)}`, width)),
  ];
}

export const attachedAsJson = (
  caseId: string,
  attached: readonly Attached[],
  missing: readonly string[],
) => ({
  case: caseId,
  attached: attached.map(({ name, exhibit, unsearched }) => ({ file: name, exhibit, unsearched })),
  secretsNotSearchedFor: missing,
});
