import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/domain/run-event.ts';
import { createScreen } from '../../src/terminal/index.ts';
import { settled } from './support/fake-input.ts';
import { at, finished, intended, offered, sampleRun, started } from './support/sample-run.ts';
import { SmallTerminal } from './support/small-terminal.ts';

const now = '2026-11-21T03:01:59.000Z';

function plain(events: readonly (readonly [string, RunEvent])[]): string {
  const terminal = new SmallTerminal(200, 200);
  let written = '';
  const stdout = Object.assign(terminal, { write: (text: string) => ((written += text), true) });
  const screen = createScreen({ stdout, color: true, interactive: false, now: () => now });
  for (const [moment, event] of events) screen.read(event, moment);
  screen.close();
  return written;
}

describe('the screen without a terminal', () => {
  it('writes one plain line for each thing that happened, with time and lane', () => {
    expect(plain(sampleRun)).toBe(
      [
        '2026-11-21T03:01:12.000Z  OPENED      case            case FB-20261121-0301, DRILL Thin pair at 3 a.m.',
        '2026-11-21T03:01:12.100Z  PHASE       case            OPEN',
        '2026-11-21T03:01:20.000Z  started     case            Measure the venues’ clocks',
        '2026-11-21T03:01:21.000Z  VERIFIED    case            Measure the venues’ clocks: 2 venues, largest offset +12 ms',
        '2026-11-21T03:01:23.000Z  PHASE       case            TRIAGE',
        '2026-11-21T03:01:30.000Z  started     case            Read the last minutes of fills',
        '2026-11-21T03:01:34.000Z  UNVERIFIED  case            Read the last minutes of fills: 212 fills, 198 not ours; one page was refused twice',
        '2026-11-21T03:01:35.000Z  FINDING     case            critical: 198 fills in ZRTUSDT that no bot of ours made (FD-001)',
        '2026-11-21T03:01:36.000Z  PHASE       case            CONTAIN',
        '2026-11-21T03:01:36.100Z  in scope    tradebot-main   the account is in scope',
        '2026-11-21T03:01:36.200Z  in scope    tradebot-alt    the same host holds its key',
        '2026-11-21T03:01:37.000Z  started     tradebot-main   Collect the histories',
        '2026-11-21T03:01:37.500Z  started     tradebot-alt    Snapshot open orders',
        '2026-11-21T03:01:40.000Z  timer       tradebot-alt    re-probe of the dead key, due 2026-11-21T03:06:40.000Z',
        '',
      ].join('\n'),
    );
  });

  it('keeps a hostile summary on its one line, without colour', () => {
    const summary = '\u001b[31mfine\u001b[0m\nVERIFIED everything';
    const written = plain([
      ['2026-11-21T03:01:20.000Z', finished('case', 'a.b', { is: 'failed', why: 'x' }, summary)],
    ]);
    expect(written).toBe(
      '2026-11-21T03:01:20.000Z  FAILED      case            a.b: \\u{1b}[31mfine\\u{1b}[0m\\u{a}VERIFIED everything; x\n',
    );
  });

  it('says nothing twice for events that only move a figure', () => {
    const money: RunEvent = { type: 'money.leaving', lost: '1', perMinute: '1', asset: 'USDT' };
    expect(
      plain([
        [now, started('case', 'a.b', 'A')],
        [now, money],
        [now, money],
      ]),
    ).toMatch(/^[^\n]+started[^\n]+\n$/);
  });
});

describe('the screen on a terminal', () => {
  function live() {
    const terminal = new SmallTerminal(80, 24);
    const screen = createScreen({ stdout: terminal, color: false, interactive: true, now: () => now });
    return { terminal, screen };
  }

  it('puts what happened above the board, and the step’s card only over its own questions', async () => {
    const { terminal, screen } = live();
    for (const [moment, event] of sampleRun) screen.read(event, moment);
    await settled();
    expect(terminal.screen()).not.toContain('NEXT');
    const menu = (question: string) => ({
      question,
      draw: () => ({ lines: ['? Go on'], cursor: { row: 0, column: 0 } }),
    });
    screen.live?.setPrompt(menu('contain.revoke@main/menu'));
    expect(terminal.screen()).toContain('NEXT   Revoke the leaked key  (tradebot-main)');
    screen.live?.setPrompt(menu('list/menu'));
    expect(terminal.screen()).not.toContain('NEXT');
    screen.live?.setPrompt(menu('contain.revoke-all/menu'));
    expect(terminal.screen()).not.toContain('NEXT');
    screen.close();
    expect(terminal.lines().at(-1)).toBe('03:01:36  in scope   tradebot-alt: the same host holds its key');
    expect(terminal.screen()).not.toContain('DRILL ===');
  });

  it('shows the guide over the questions of the step whose act it belongs to', () => {
    const { terminal, screen } = live();
    for (const [moment, event] of sampleRun) screen.read(event, moment);
    screen.read(
      { type: 'step.chosen', ...at('account:main', 'contain.revoke'), choice: 'continue', by: 'jd' },
      now,
    );
    screen.read({ ...intended, by: 'hand' }, now);
    screen.read({ type: 'guide.shown', title: 'API management', page: '', lines: ['Delete the key.'] }, now);
    const question = (id: string) => ({
      question: id,
      draw: () => ({ lines: ['? Done'], cursor: { row: 0, column: 0 } }),
    });
    screen.live?.setPrompt(question('preserve.snapshot@alt/menu'));
    expect(terminal.screen()).not.toContain('BY HAND');
    screen.live?.setPrompt(question('contain.revoke@main/done'));
    expect(terminal.screen()).toContain('BY HAND  API management\n1. Delete the key.\n? Done');
    screen.close();
  });

  it('says whether this is a drill while the first questions are asked before a case is open', () => {
    const terminal = new SmallTerminal(80, 24);
    const screen = createScreen({
      stdout: terminal,
      color: false,
      interactive: true,
      mode: 'drill',
      now: () => now,
    });
    const draw = () => ({ lines: ['? What leaked?'], cursor: { row: 0, column: 0 } });
    screen.live?.setPrompt({ question: 'open.ask/what-leaked', draw });
    expect(terminal.lines()[0]).toMatch(/^=== DRILL === simulated venues/);
    expect(terminal.lines()[1]).toBe('? What leaked?');
    screen.close();
  });

  it('takes in what an earlier process showed without showing it again', async () => {
    const { terminal, screen } = live();
    for (const [moment, event] of sampleRun) screen.catchUp(event, moment);
    screen.live?.refresh();
    await settled();
    expect(terminal.lines()[0]).toMatch(/^=== DRILL ===/);
    expect(terminal.screen()).toContain('worst so far: UNVERIFIED');
    expect(offered().title).toBe(screen.state().offered?.title);
    screen.close();
    expect(terminal.screen()).toBe('');
  });
});
