import type { Action } from '../../model.ts';
import { groupRequests, requestLine, requestPlace } from '../../requests.ts';
import { cellOr, count, moment } from '../format.ts';
import { facts } from '../facts.ts';
import type { Flow } from '../layout.ts';
import type { Line } from '../table.ts';
import { ink } from '../theme.ts';
import type { Section } from './section.ts';

/** The first act does not leave its chapter's heading behind. */
const actRoom = 90;

export const actions: Section = {
  id: 'actions',
  title: 'Actions on the account',
  extent: ({ actions: all }) => (all.length === 0 ? 'none' : count(all.length, 'action')),
  room: ({ actions: all }) => (all.length === 0 ? 0 : actRoom),
  draw: ({ actions: all }, flow) => {
    if (all.length === 0) return flow.none('None: nothing on any account was changed.');
    flow.paragraph(
      'Each act that changed, or could have changed, an account: what was intended and by whom approved, what was sent, what came back, and what reading the world again showed. What another step sent and kept in an exhibit meanwhile stands with that exhibit; a request that no exhibit holds may be another step’s.',
    );
    for (const action of all) drawAction(flow, action);
  },
};

function drawAction(flow: Flow, action: Action): void {
  flow.heading('detail', `${capital(action.what)}: ${action.target}`, 60);
  facts(flow, [
    ['Result', [resultLine(action.result), { text: action.verification }]],
    [
      'Intent',
      [
        { text: action.why },
        {
          text: `${moment(action.at)} (host) on account ${action.account}, ${action.by === 'api' ? 'through the API' : 'by hand'}, approved by ${action.approvedBy}`,
          ink: ink.muted,
        },
      ],
    ],
    ['Request and response', requestLines(action)],
    ['Finished', cellOr(action.finishedAt, (at) => `${moment(at)}, by the host’s clock`)],
    ['Undo', action.undo],
    ['Id in the record', { text: action.id, face: 'mono' }],
  ]);
}

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

function requestLines({ exchanges, by }: Action): Line[] {
  if (exchanges.length === 0) {
    return [
      {
        text: by === 'hand' ? 'none: done by hand on the venue’s own page' : 'none was recorded',
        ink: ink.muted,
      },
    ];
  }
  // A hundred pages of a list are one line: report.json and the WARC file have each of them.
  return groupRequests(exchanges).flatMap((group): Line[] => [
    { text: requestLine(group), face: 'mono' },
    { text: requestPlace(group), ink: ink.muted },
  ]);
}

function resultLine(result: Action['result']): Line {
  const words = {
    done: { text: 'Done', ink: ink.good },
    'not-done': { text: 'Not done', ink: ink.bad },
    unknown: { text: 'Unknown: it may have happened', ink: ink.bad },
    'no-result': { text: 'No result was recorded: it may have happened', ink: ink.bad },
  } as const;
  return { ...words[result], face: 'bold' };
}
