import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Account } from '../../../src/domain/account.ts';
import type { Clock } from '../../../src/domain/clock.ts';
import type { Outcome } from '../../../src/domain/outcome.ts';
import type { Answer, Operator, Question } from '../../../src/domain/question.ts';
import type { CaseOpened, JournaledEvent } from '../../../src/domain/run-event.ts';
import { compilePlaybook } from '../../../src/playbook/compile.ts';
import type { Playbook, Section, Step } from '../../../src/playbook/index.ts';
import { defineStep, type StepResult, type StepWorld } from '../../../src/playbook/step-kind.ts';
import { createCase, openCase, runCase, type CaseFiles, type RunEnd } from '../../../src/run/index.ts';
import { replay } from '../../../src/run/run.ts';
import { outcomes } from '../../../src/run/state.ts';
import { manualClock } from '../../support/manual-clock.ts';

export const startsAt = '2026-03-14T03:00:00.000Z';
export const verified: StepResult = { outcome: { is: 'verified' }, summary: '' };

/** What a step of a small playbook does, by "<step>" or, for its check, "<step>/check". */
export type Deeds = Readonly<Record<string, (world: StepWorld) => StepResult | Promise<StepResult>>>;

export interface SmallRun {
  readonly files: CaseFiles;
  readonly asked: Question[];
  /** Runs until the case is closed or stopped. */
  run(deeds: Deeds, answers: Answers, signal?: AbortSignal): Promise<RunEnd>;
  /** As the next process finds it: closed, and opened from disk. */
  reopen(): Promise<void>;
  events(): readonly JournaledEvent[];
  outcomes(): Readonly<Record<string, Outcome>>;
  readonly folder: string;
}

/** One answer for all askings of a question, or one after the other; a function may also throw. */
export type Answers = Readonly<Record<string, Answer | readonly Answer[] | ((q: Question) => Answer)>>;

export async function openSmallRun(
  sections: readonly Section[],
  options: { readonly accounts?: readonly string[]; readonly clock?: Clock } = {},
): Promise<SmallRun> {
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-small-'));
  const clock = options.clock ?? manualClock(startsAt);
  const playbook = compilePlaybook(playbookOf(sections));
  const place = { folder: join(folder, 'case'), clock, salt: new Uint8Array(32).fill(1) };
  let files = await createCase({ ...place, playbookText: 'id: small\n', opened });
  onTestFinished(async () => {
    await files.close();
    await rm(folder, { recursive: true, force: true });
  });
  const asked: Question[] = [];
  return {
    folder: place.folder,
    get files() {
      return files;
    },
    asked,
    run: (deeds, answers, interrupted = new AbortController().signal) =>
      runCase<StepWorld>({
        recorder: files,
        playbook,
        kinds: new Map(kindsFor(sections, deeds).map((kind) => [kind.id, kind])),
        operator: operatorOf(answers, asked),
        clock,
        mode: 'drill',
        accounts: (options.accounts ?? []).map(accountOf),
        interrupted,
        emit: () => undefined,
        worldOf: (base) => base,
      }),
    async reopen() {
      await files.close();
      files = await openCase(place);
    },
    events: () => files.events,
    outcomes: () =>
      Object.fromEntries(
        outcomes(replay(playbook, files.events)).map((one) => [`${one.lane}/${one.step}`, one.outcome]),
      ),
  };
}

export const playbookOf = (sections: readonly Section[]): Playbook => ({
  id: 'small',
  version: '1.0.0',
  title: 'Small',
  summary: '',
  sections,
});

export const caseSection = (phase: Section['phase'], ...steps: readonly Step[]): Section => ({
  phase,
  title: phase,
  purpose: '',
  per: 'case',
  steps,
});

export const accountSection = (
  tracks: Readonly<Record<string, readonly Step[]>>,
): Section & { per: 'account' } => ({
  phase: 'contain',
  title: 'contain',
  purpose: '',
  per: 'account',
  tracks: Object.entries(tracks).map(([id, steps]) => ({ id, title: id, steps })),
});

export const stepOf = (id: string, over: Partial<Step> = {}): Step => ({
  id,
  title: id,
  purpose: '',
  needs: { scopes: [], approval: 'none' },
  do: { kind: id, with: {} },
  check: { kind: `${id}/check`, with: {} },
  undo: 'none',
  harm: '',
  required: true,
  ...over,
});

export const offered = (id: string, over: Partial<Step> = {}): Step =>
  stepOf(id, { needs: { scopes: [], approval: 'operator' }, ...over });

/** Leaves the accounts in scope, as the scope step of a real playbook does. */
export const setScope = (...accounts: readonly string[]): Deeds => ({
  'set-scope': () => ({ ...verified, facts: { accounts } }),
});

function kindsFor(sections: readonly Section[], deeds: Deeds) {
  const steps = sections.flatMap((section) =>
    section.per === 'case' ? section.steps : section.tracks.flatMap((track) => track.steps),
  );
  return steps
    .flatMap(({ id }) => [id, `${id}/check`])
    .map((id) =>
      defineStep({
        id,
        summary: id,
        args: z.strictObject({}),
        checks: id.endsWith('/check'),
        changes: false,
        facts: [],
        perform: async (_args, world: StepWorld) => (await deeds[id]?.(world)) ?? verified,
      }),
    );
}

function operatorOf(answers: Answers, asked: Question[]): Operator {
  const times = new Map<string, number>();
  return {
    kind: 'script',
    async answer(question) {
      asked.push(question);
      const nth = times.get(question.id) ?? 0;
      times.set(question.id, nth + 1);
      const given = answers[question.id] ?? answers[question.id.slice(question.id.lastIndexOf('/'))];
      if (given === undefined) throw new Error(`the test has no answer to ${question.id}`);
      if (typeof given === 'function') return given(question);
      return typeof given === 'string' ? given : ((given[nth] ?? given.at(-1)) as Answer);
    },
  };
}

const accountOf = (id: string): Account => ({
  id,
  venue: 'binance',
  label: `Account ${id}`,
  task: 'trading-bot',
  expectedIpAllowlist: [],
  expectedScopes: [],
  pattern: { clientOrderIdPrefixes: [], usualSymbols: [] },
  dependents: [],
});

const opened: CaseOpened = {
  type: 'case.opened',
  caseId: 'DRILL-20260314-0300-test',
  format: 1,
  mode: 'drill',
  playbook: { id: 'small', version: '1.0.0', sha256: '0'.repeat(64) },
  tool: { name: 'firebreak', version: '0.1.0' },
  environment: { node: 'v24', os: 'linux', host: 'workstation', user: 'operator' },
  operatorKind: 'script',
  accounts: [],
};
