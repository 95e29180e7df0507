import type { Report, Subject } from '../../model.ts';
import { cellOr, count, moment } from '../format.ts';
import { facts } from '../facts.ts';
import type { Flow } from '../layout.ts';
import { drawExposure } from '../pictures/index.ts';
import type { Cell, Line } from '../table.ts';
import type { Section } from './section.ts';
import { drawDeathProof } from './subject/death-proof.ts';
import { drawKeys } from './subject/keys.ts';
import { drawScopeCheck } from './subject/scope-check.ts';

export const subjects: Section = {
  id: 'subjects',
  title: 'Subjects: the keys in scope',
  extent: ({ subjects: all }) => (all.length === 0 ? 'none' : count(all.length, 'account')),
  draw: (report: Report, flow) => {
    const { subjects: all } = report;
    if (all.length === 0) return flow.none('None: no account was in scope when this report was made.');
    drawExposure(flow, report);
    for (const subject of all) {
      const { keyLabel, id, venueName } = subject.account;
      flow.part(`${keyLabel}, account ${id} at ${venueName}`, () => drawSubject(flow, subject));
    }
  },
};

function drawSubject(flow: Flow, subject: Subject): void {
  drawIdentity(flow, subject);
  flow.heading('detail', 'Suspect key and replacement');
  drawKeys(flow, subject);
  flow.heading('detail', 'Death proof of the suspect key');
  drawDeathProof(flow, subject.deathProof);
  flow.heading('detail', 'Scope check of the replacement key');
  drawScopeCheck(flow, subject);
}

function drawIdentity(flow: Flow, { account, exposure }: Subject): void {
  facts(flow, [
    ['Account', `${account.label} (${account.id}), ${account.venueName}`],
    ['Task of the key', account.task],
    ['Suspect key', [{ text: account.keyLabel }, { text: account.keyId, face: 'mono' }]],
    [
      'Exposed from',
      cellOr(exposure.from, (at) => `${moment(at)} (venue): the first trace of somebody else`),
    ],
    ['Exposed to', cellOr(exposure.to, (at) => `${moment(at)} (host): proven dead`)],
    [
      'Separate responder key',
      account.hasResponderKey ? 'yes' : 'no: what was read after the key died was read with another key',
    ],
    ['Our client order ids begin with', listed(account.clientOrderIdPrefixes, 'mono')],
    ['Usual symbols', listed(account.usualSymbols)],
    ['Usual fills a minute', account.usualFillsPerMinute ?? 'not stated'],
    ['Goes dark without the key', listed(account.dependents)],
  ]);
}

const listed = (texts: readonly string[], face: 'sans' | 'mono' = 'sans'): Cell =>
  texts.length === 0 ? 'none stated' : texts.map((text): Line => ({ text, face }));
