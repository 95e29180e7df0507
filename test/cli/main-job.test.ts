import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { has, pagesOf } from '../support/pdf-tools.ts';
import { eventsIn, firebreak } from './support/command.ts';
import { sealDrill, type SealedDrill } from './support/sealed-drill.ts';
import { sharedDrill } from './support/shared-drill.ts';

describe('the main job: firebreak drill thin-pair --responder model --speed 60', () => {
  let drill: SealedDrill;
  beforeAll(async () => {
    drill = await sharedDrill();
  });

  it('ends with 0: every step verified', () => {
    expect([drill.ran.code, drill.ran.stderr]).toEqual([0, '']);
  });

  it('says from the first line to the last block that it is a drill', () => {
    const lines = drill.ran.stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(new RegExp(`OPENED +case +case ${drill.id}, DRILL Thin pair$`));
    expect(drill.ran.stdout).toContain('=== DRILL === simulated venues, no real account is touched ===');
    expect(drill.id).toMatch(/^DRILL-/);
  });

  it('ends with the verdict, five numbers, both paths and the next command, within 80 columns', () => {
    const ending = drill.ran.stdout.slice(drill.ran.stdout.indexOf('=== DRILL ==='));
    expect(ending).toMatch(/^CONTAINED {2}1 key in scope proven dead/m);
    for (const name of ['Time to key dead', 'Money lost', 'Evidence complete', 'Unknowns', 'Harm'])
      expect(ending).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
    expect(ending).toMatch(/Money lost +[\d,]+\.\d\d USDT, of 562,222\.52 USDT without a response/);
    expect(ending).toContain(`reports/${drill.id}/report.pdf`);
    expect(ending).toContain(`npx firebreak verify reports/${drill.id}/bag`);
    expect(ending.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('says that the model answered, on the screen and in the report', () => {
    expect(drill.ran.stdout).toContain(
      'The answers were given by the scripted model responder, not by a person.',
    );
    const report = JSON.parse(readFileSync(join(drill.exports, 'report.json'), 'utf8'));
    expect(report.identification).toMatchObject({ mode: 'drill', operatorKind: 'model' });
  });

  it.runIf(has('pdftotext'))('writes a PDF that says DRILL on every page', () => {
    const pages = pagesOf(readFileSync(join(drill.exports, 'report.pdf')));
    expect(pages.length).toBeGreaterThan(5);
    for (const page of pages) expect(page).toContain('DRILL');
  });

  it('writes a bag that verifies, from any folder', async () => {
    const verified = await firebreak(['verify', drill.bag], { ...drill.place, cwd: '/' });
    expect([verified.code, verified.stderr]).toEqual([0, '']);
    expect(verified.stdout).not.toContain('WRONG');
  });
});

it('with --json: one JSON object a line on stdout, and people’s text on stderr', async () => {
  const { ran, id } = await sealDrill(['--json']);
  const events = eventsIn(ran.stdout);
  expect(events[0]).toMatchObject({ type: 'case.opened', caseId: id, mode: 'drill' });
  expect(events.filter(({ at, type }) => typeof at !== 'string' || typeof type !== 'string')).toEqual([]);
  expect(events.slice(-3).map(({ what }) => what)).toEqual(['pdf', 'json', 'bag']);
  expect(ran.stdout).not.toContain('===');
  expect([ran.code, ran.stderr]).toEqual([0, expect.stringContaining('=== DRILL ===')]);
});
