import { accounts } from './accounts.ts';
import { acquisitions } from './acquisitions.ts';
import { actionItems } from './action-items.ts';
import { actions } from './actions.ts';
import { clocks } from './clocks.ts';
import { custody } from './custody.ts';
import { decisions } from './decisions.ts';
import { exhibits } from './exhibits.ts';
import { findings } from './findings.ts';
import { gaps } from './gaps.ts';
import { glossary } from './glossary.ts';
import { identification } from './identification.ts';
import { integrity } from './integrity.ts';
import { limitations } from './limitations.ts';
import { notes } from './notes.ts';
import type { Section } from './section.ts';
import { state } from './state.ts';
import { steps } from './steps.ts';
import { subjects } from './subjects.ts';
import { summary } from './summary.ts';
import { timeline } from './timeline.ts';

/** The chapters in the order in which they are read. */
export const sections: readonly Section[] = [
  summary,
  findings,
  gaps,
  actionItems,
  subjects,
  timeline,
  actions,
  decisions,
  steps,
  state,
  accounts,
  clocks,
  notes,
  identification,
  exhibits,
  acquisitions,
  custody,
  integrity,
  limitations,
  glossary,
];
export type { Section } from './section.ts';
