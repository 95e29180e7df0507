import type { RunEvent } from '../../../src/domain/run-event.ts';

/** A drill as the terminal sees it, with its times; no account, key or address of anybody. */
export const sampleRun: readonly (readonly [at: string, event: RunEvent])[] = [
  [
    '2026-11-21T03:01:12.000Z',
    {
      type: 'case.opened',
      caseId: 'FB-20261121-0301',
      format: 1,
      mode: 'drill',
      scenario: { id: 'thin-pair', title: 'Thin pair at 3 a.m.', speed: 10 },
      playbook: { id: 'leaked-api-key', version: '1.0.0', sha256: 'a'.repeat(64) },
      tool: { name: 'firebreak', version: '0.1.0' },
      environment: { node: '24', os: 'linux', host: 'host.example', user: 'jd' },
      operatorKind: 'person',
      accounts: [account('main', 'tradebot-main'), account('alt', 'tradebot-alt')],
    },
  ],
  ['2026-11-21T03:01:12.100Z', { type: 'phase.entered', phase: 'open' }],
  ['2026-11-21T03:01:20.000Z', started('case', 'open.clocks', 'Measure the venues’ clocks')],
  [
    '2026-11-21T03:01:21.000Z',
    finished('case', 'open.clocks', { is: 'verified' }, '2 venues, largest offset +12 ms'),
  ],
  [
    '2026-11-21T03:01:22.000Z',
    { type: 'money.leaving', lost: '1204.11', perMinute: '312.40', asset: 'USDT' },
  ],
  ['2026-11-21T03:01:23.000Z', { type: 'phase.entered', phase: 'triage' }],
  ['2026-11-21T03:01:30.000Z', started('case', 'triage.fills', 'Read the last minutes of fills')],
  [
    '2026-11-21T03:01:34.000Z',
    finished(
      'case',
      'triage.fills',
      { is: 'unverified', why: 'one page was refused twice' },
      '212 fills, 198 not ours',
    ),
  ],
  [
    '2026-11-21T03:01:35.000Z',
    {
      type: 'finding.recorded',
      ...at('case', 'triage.fills'),
      finding: {
        id: 'FD-001',
        rule: 'unrecognised-fills',
        title: '198 fills in ZRTUSDT that no bot of ours made',
        detail: '',
        severity: 'critical',
        basis: 'fact',
        exhibits: ['EX-001'],
      },
    },
  ],
  ['2026-11-21T03:01:36.000Z', { type: 'phase.entered', phase: 'contain' }],
  [
    '2026-11-21T03:01:36.100Z',
    { type: 'lane.opened', lane: 'account:main', account: 'main', because: 'the account is in scope' },
  ],
  [
    '2026-11-21T03:01:36.200Z',
    { type: 'lane.opened', lane: 'account:alt', account: 'alt', because: 'the same host holds its key' },
  ],
  ['2026-11-21T03:01:37.000Z', started('account:main', 'preserve.histories', 'Collect the histories')],
  ['2026-11-21T03:01:37.500Z', started('account:alt', 'preserve.snapshot', 'Snapshot open orders')],
  [
    '2026-11-21T03:01:39.000Z',
    {
      type: 'progress',
      ...at('account:main', 'preserve.histories'),
      text: 'trades ZRTUSDT 340 rows',
      done: 4,
      total: 9,
    },
  ],
  [
    '2026-11-21T03:01:40.000Z',
    {
      type: 'timer.set',
      ...at('account:alt', 'contain.reprobe'),
      timer: 're-probe of the dead key',
      dueAt: '2026-11-21T03:06:40.000Z',
    },
  ],
  ['2026-11-21T03:01:41.000Z', offered()],
];

export function at(lane: string, step: string, attempt = 1) {
  return { lane, step, attempt };
}

export function started(lane: string, step: string, title: string): RunEvent {
  return { type: 'step.started', ...at(lane, step), phase: 'contain', title, kind: 'sample' };
}

export function finished(
  lane: string,
  step: string,
  outcome: Extract<RunEvent, { type: 'step.finished' }>['outcome'],
  summary: string,
): RunEvent {
  return { type: 'step.finished', ...at(lane, step), outcome, summary, facts: {} };
}

/** The act of the step that `offered` offers: its intent, and its end. */
export const intended: Extract<RunEvent, { type: 'act.intended' }> = {
  type: 'act.intended',
  ...at('account:main', 'contain.revoke'),
  act: 'a1',
  account: 'main',
  what: 'revoke key',
  target: 'tradebot-1',
  by: 'api',
  repeatable: true,
  undo: 'none',
  why: '',
  approvedBy: 'jd',
};

export const acted: Extract<RunEvent, { type: 'act.finished' }> = {
  type: 'act.finished',
  ...at('account:main', 'contain.revoke'),
  act: 'a1',
  result: 'done',
  how: 'the venue no longer knows the key',
  exchanges: [],
  exhibits: [],
};

export function offered(): Extract<RunEvent, { type: 'step.offered' }> {
  return {
    type: 'step.offered',
    ...at('account:main', 'contain.revoke'),
    title: 'Revoke the leaked key',
    purpose: 'Stop the key from moving funds before anything else is touched.',
    harm: 'tradebot-main goes blind; its stop orders stay at the venue, nobody moves them.',
    check: 'confirm-key-dead',
    undo: 'none',
    needs: 'manage-keys',
    account: 'tradebot-main',
  };
}

function account(id: string, label: string) {
  return {
    id,
    venue: 'binance',
    venueName: 'Binance',
    label,
    task: 'trading-bot',
    keyLabel: label,
    keyId: 'abcd…wxyz (64)',
    hasResponderKey: true,
    expectedScopes: ['read', 'spot-trade'],
    expectedIpAllowlist: ['203.0.113.7'],
    clientOrderIdPrefixes: ['tb-'],
    usualSymbols: ['BTCUSDT'],
    dependents: [label],
  };
}
