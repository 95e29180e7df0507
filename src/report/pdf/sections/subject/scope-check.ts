import type { Subject } from '../../../model.ts';
import type { Flow } from '../../layout.ts';
import { drawTable } from '../../table.ts';
import type { Line } from '../../table.ts';
import { ink } from '../../theme.ts';

/** Prints line by line what the replacement key was to have and what the venue says it has. */
export function drawScopeCheck(flow: Flow, { scopeCheck, replacement }: Subject): void {
  if (scopeCheck.length === 0) {
    const why = replacement.known ? 'no line was compared' : replacement.why;
    return flow.none(`None: the replacement key was not checked (${why}).`);
  }
  drawTable(flow, {
    columns: [
      { title: 'What', width: 20, face: 'bold' },
      { title: 'Asked for', width: 32 },
      { title: 'The venue says', width: 32 },
      { title: 'Agrees', width: 16 },
    ],
    rows: scopeCheck.map(({ what, expected, found, ok }) => [what, expected, found, agrees(ok)]),
  });
}

function agrees(ok: boolean | 'unknown'): Line {
  if (ok === 'unknown') return { text: 'unknown', face: 'bold', ink: ink.doubtful };
  return ok ? { text: 'yes', ink: ink.good } : { text: 'NO', face: 'bold', ink: ink.bad };
}
