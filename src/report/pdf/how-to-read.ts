import type { Flow } from './layout.ts';
import { facts } from './facts.ts';

/** What a reader who has never seen such a report needs in order not to misread it. */
export function drawHowToRead(flow: Flow): void {
  flow.within('Sect', () => drawIt(flow));
}

function drawIt(flow: Flow): void {
  flow.heading('aside', 'How to read this report');
  facts(flow, [
    [
      'Times',
      'All times are UTC, to the millisecond where the clock gave one. Each says whose clock it is by, in its line or over its column: the host that ran firebreak, the venue, or a time-stamp authority. What a file or a person claims of a time is said to be a claim. The chapter “Clocks” says how far host and venue were apart.',
    ],
    [
      'Basis',
      'Fact: the record shows it. Inference: it follows from facts by a rule that is named. Assumption: plausible, not shown.',
    ],
    [
      'None, unknown',
      '“None” is said only where a well-formed answer was read over the interval given. What was not read, not answered or not understood is “unknown” and says why; unknown never means no.',
    ],
    [
      'Outcomes',
      'Verified: the world was read back and agreed. Unverified, failed, unknown: it was not, or did not. Skipped and waived: a person decided so, named with the reason.',
    ],
    [
      'Ids',
      'EX: an exhibit (a file whose SHA-256 is in “Exhibits”). FD: a finding. J: a record of the journal, by its number.',
    ],
    [
      'Amounts',
      'As the venue wrote them, digits grouped for reading; the list of fills leaves out zeros at the end of a fraction. A figure rounded for the first page stands in full in its chapter.',
    ],
    [
      'Attached',
      'report.json, which every page is drawn from, and each table with all of its rows as CSV are attached to this file.',
    ],
    [
      'Strings from outside',
      'Text from a venue is printed as data. Invisible, direction-changing or unprintable characters are spelled out by code point, as in \u202e; long text is cut and says by how much. The whole of it is in report.json.',
    ],
  ]);
}
