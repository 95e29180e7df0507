import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/domain/run-event.ts';
import { createPaint, drawEnding } from '../../src/terminal/index.ts';
import { cardOf, drawStepCard } from '../../src/terminal/draw-step-card.ts';
import { drawBanner, drawHeader } from '../../src/terminal/draw-header.ts';
import { drawBoard, drawHappened } from '../../src/terminal/draw-board.ts';
import { emptyScreen, nextScreen } from '../../src/terminal/screen-state.ts';
import { wantsColor } from '../../src/terminal/palette.ts';
import { drawMenu, drawText } from '../../src/terminal/draw-question.ts';
import { drawGuide } from '../../src/terminal/draw-guide.ts';
import { acted, finished, intended, offered, sampleRun } from './support/sample-run.ts';

const frame = { columns: 80, color: false };
const now = '2026-11-21T03:01:59.000Z';
const state = sampleRun.reduce((before, [at, event]) => nextScreen(before, event, at), emptyScreen);
const after = (...events: RunEvent[]) =>
  events.reduce((before, event) => nextScreen(before, event, now), state);
const text = (lines: readonly string[]) => `\n${lines.join('\n')}\n`;

describe('the header', () => {
  it('says drill, case, time, phase, the worst outcome and the money', () => {
    expect(text(drawHeader(state, { ...frame, now }))).toBe(`
=== DRILL === simulated venues, no real account is touched =====================
FB-20261121-0301  Thin pair at 3 a.m.       2026-11-21 03:01:59 UTC (drill time)
CONTAIN  3 of 7                          worst so far: UNVERIFIED (1 of 2 steps)
Losing 312.40 USDT a minute; 1,204.11 USDT lost so far
--------------------------------------------------------------------------------
`);
  });

  it('is empty before a case is open, and claims nothing before a step has ended', () => {
    expect(drawHeader(emptyScreen, { ...frame, now })).toEqual([]);
    const [, opened] = sampleRun[0] ?? [];
    const fresh = nextScreen(emptyScreen, opened as RunEvent, now);
    expect(drawHeader(fresh, { ...frame, now })[2]).toBe(
      '                                                           no step has ended yet',
    );
  });

  it('ranks an unknown above a failure, and an act in doubt above everything', () => {
    const failed = finished('case', 'a', { is: 'failed', why: '' }, '');
    const unknown = finished('case', 'b', { is: 'unknown', why: '' }, '');
    expect(drawHeader(after(failed), { ...frame, now })[2]).toContain('worst so far: FAILED (1 of 3 steps)');
    expect(drawHeader(after(failed, unknown), { ...frame, now })[2]).toContain(
      'worst so far: UNKNOWN (1 of 4 steps)',
    );
    const doubt = drawHeader(after({ type: 'run.resumed', uncertain: ['a1'] }), { ...frame, now });
    expect(doubt[2]).toContain('worst so far: UNKNOWN');
    expect(doubt[4]).toBe('In doubt since the interruption: 1 act; looked up before anything is sent');
  });

  it('counts a step’s last outcome only: what was retried and verified is verified', () => {
    const again = finished('case', 'triage.fills', { is: 'verified' }, 'all pages');
    expect(drawHeader(after(again), { ...frame, now })[2]).toContain('worst so far: VERIFIED (2 of 2 steps)');
  });

  it('says that no money is seen leaving, not that none is', () => {
    const calm = after({ type: 'money.leaving', lost: '1391.55', perMinute: '0', asset: 'USDT' });
    expect(drawHeader(calm, { ...frame, now })[3]).toBe(
      'No money is seen leaving now; 1,391.55 USDT lost so far',
    );
  });

  it('keeps the worst outcome whole in 40 columns', () => {
    const lines = drawHeader(state, { columns: 40, color: false, now });
    expect(lines[0]).toBe('=== DRILL === simulated venues =========');
    expect(lines[2]).toBe('worst so far: UNVERIFIED (1 of 2 steps)'.padStart(40));
  });

  it('cannot be taken for the other mode’s: in words, and in colour', () => {
    expect(drawBanner('real', { columns: 30, color: false })).toBe('=== REAL CASE ================');
    const paint = createPaint(true);
    expect(drawBanner('drill', { columns: 30, color: true })).toBe(
      paint('drill', '=== DRILL ===================='),
    );
    expect(paint('drill', 'x')).not.toBe(paint('real', 'x'));
  });
});

describe('the board', () => {
  it('shows each lane’s work with its figures, and what is waited for', () => {
    expect(text(drawBoard(state, { ...frame, now, rows: 10 }))).toBe(`
Work   tradebot-main  Collect the histories: trades ZRTUSDT 340 rows   4/9  0:22
       tradebot-alt   Snapshot open orders                                  0:21
Wait   03:06:40  re-probe of the dead key, in 4:41
`);
  });

  it('wraps what is at work where there is room for it, and cuts it where there is not', () => {
    const busy = after({
      type: 'progress',
      lane: 'account:main',
      step: 'preserve.histories',
      attempt: 1,
      text: 'asking Binance with the old key whether it still works, probe 2 of 3',
    });
    expect(text(drawBoard(busy, { ...frame, now, rows: 5 }).slice(0, 3))).toBe(`
Work   tradebot-main  Collect the histories: asking Binance with the old    0:22
       key whether it still works, probe 2 of 3
       tradebot-alt   Snapshot open orders                                  0:21
`);
    expect(drawBoard(busy, { ...frame, now, rows: 3 })[0]).toBe(
      'Work   tradebot-main  Collect the histories: asking Binance with the ol...  0:22',
    );
  });

  it('shows the last happenings where nothing stands above it', () => {
    expect(text(drawBoard(state, { ...frame, now, rows: 6, last: 2 }).slice(-2))).toBe(`
Last   03:01:36  in scope   tradebot-main: the account is in scope
       03:01:36  in scope   tradebot-alt: the same host holds its key
`);
  });

  it('keeps a line for work and one for waits in two rows, and says how many more there are', () => {
    expect(text(drawBoard(state, { ...frame, now, rows: 2 }))).toBe(
      `
Work   tradebot-main  Collect the histories: trades ZRTUSDT 3...  4/9  0:22 (+1)
Wait   03:06:40  re-probe of the dead key, in 4:41
`,
    );
  });

  it('lists an act that was sent and has no result yet, until its result is on disk', () => {
    const acting = after(intended);
    expect(drawBoard(acting, { ...frame, now, rows: 9 })[0]).toBe('Work   acting now: revoke key tradebot-1');
    const done = nextScreen(acting, acted, now);
    expect(drawBoard(done, { ...frame, now, rows: 9 }).join()).not.toContain('acting now');
  });

  it('wraps what happened beside its time and word', () => {
    const last = after(
      finished(
        'account:main',
        'contain.revoke',
        { is: 'verified' },
        'revoked by API, three probes on fresh sessions refused',
      ),
    ).happened.at(-1);
    expect(text(drawHappened(last!, frame))).toBe(`
03:01:59  VERIFIED   tradebot-main: Revoke the leaked key: revoked by API, three
                     probes on fresh sessions refused
`);
  });
});

describe('the step card', () => {
  it('says what for, what it breaks, how to undo, how we know, what it needs', () => {
    expect(text(drawStepCard(cardOf(offered()), frame))).toBe(`
NEXT   Revoke the leaked key  (tradebot-main)
For    Stop the key from moving funds before anything else is touched.
Breaks tradebot-main goes blind; its stop orders stay at the venue, nobody moves
       them.
Undo   none: this cannot be undone
Check  confirm-key-dead
Needs  manage-keys
`);
  });

  it('puts harm and undo first where there is no room for all', () => {
    expect(text(drawStepCard(cardOf(offered()), { columns: 60, color: false, rows: 4 }))).toBe(`
NEXT   Revoke the leaked key  (tradebot-main)
Breaks tradebot-main goes blind; its stop orders stay at...
Undo   none: this cannot be undone
For    Stop the key from moving funds before anything els...
`);
  });

  it('is shown whole, page by page, when the operator asks for it', () => {
    const small = { columns: 60, color: false, rows: 4 };
    const pages = [1, 2, 3].flatMap((page) =>
      drawStepCard(cardOf(offered()), { ...small, page }).slice(0, -1),
    );
    expect(pages).toEqual(drawStepCard(cardOf(offered()), { columns: 60, color: false }));
  });

  it('says how the step ended before, and what the playbook leaves open', () => {
    const stuck = {
      outcome: { is: 'unknown' as const, why: 'no reply' },
      summary: 'revoke was sent, no reply came',
    };
    const card = cardOf({ ...offered(), harm: '', needs: '', undo: 'make a new key', stuck });
    expect(text(drawStepCard(card, { columns: 60, color: false }))).toBe(`
NEXT   Revoke the leaked key  (tradebot-main)
  UNKNOWN    revoke was sent, no reply came
For    Stop the key from moving funds before anything else
       is touched.
Breaks nothing that the playbook knows of
Undo   make a new key
Check  confirm-key-dead
Needs  no scope of a key
`);
  });
});

describe('the guide for work by hand', () => {
  const guide = {
    title: 'Binance: API management',
    page: 'https://venue.example/api-management',
    lines: [
      'Find the key by its label, tradebot-1.',
      'Press Delete and confirm with the authenticator: the page asks twice.',
    ],
  };

  it('numbers what is to be done and wraps it', () => {
    expect(text(drawGuide(guide, { columns: 60, color: false }))).toBe(`
BY HAND  Binance: API management
At https://venue.example/api-management
1. Find the key by its label, tradebot-1.
2. Press Delete and confirm with the authenticator: the page
   asks twice.
`);
  });

  it('shows what does not fit on further pages, and every line on one of them', () => {
    const frame = { columns: 60, color: false, rows: 3 };
    expect(text(drawGuide(guide, frame))).toBe(`
BY HAND  Binance: API management
At https://venue.example/api-management
(1 of 3: Page Down shows the next)
`);
    const pages = [0, 1, 2].flatMap((page) => drawGuide(guide, { ...frame, page }).slice(0, -1));
    expect(pages).toEqual(drawGuide(guide, { columns: 60, color: false }));
    expect(drawGuide(guide, { ...frame, page: 3 })).toEqual(drawGuide(guide, frame));
  });
});

describe('the ending', () => {
  it('shows verdict, figures, and where the record lies', () => {
    const lines = drawEnding(
      {
        mode: 'drill',
        verdict: { is: 'partly-contained', because: 'one account was not read to the end' },
        numbers: [
          { name: 'Time to key dead', value: '4 min 12 s' },
          { name: 'Money lost', value: '1,391.55 USDT' },
        ],
        paths: [{ what: 'Report', path: 'reports/FB-20261121-0301/report.pdf' }],
        next: ['firebreak verify reports/FB-20261121-0301/bag'],
      },
      frame,
    );
    expect(text(lines)).toBe(`
=== DRILL === simulated venues, no real account is touched =====================
PARTLY-CONTAINED  one account was not read to the end
--------------------------------------------------------------------------------
  Time to key dead  4 min 12 s
  Money lost        1,391.55 USDT

  Report            reports/FB-20261121-0301/report.pdf
  Next              firebreak verify reports/FB-20261121-0301/bag
`);
  });

  it('breaks a path over lines and never shortens it', () => {
    const path = `/state/${'very-long-folder-name/'.repeat(6)}report.pdf`;
    const lines = drawEnding(
      {
        mode: 'real',
        verdict: { is: 'contained', because: '' },
        numbers: [],
        paths: [{ what: 'Report', path }],
      },
      { columns: 40, color: false },
    );
    expect(
      lines
        .slice(3)
        .map((line) => line.trim())
        .join(''),
    ).toBe(`Report  ${path}`);
  });
});

describe('a question', () => {
  const choices = Array.from({ length: 12 }, (_, index) => ({
    key: `${index % 10}`,
    label: `account number ${index}`,
  }));

  it('starts with "? ", shows keys, labels and hints, the focus by a mark', () => {
    const drawn = drawMenu(
      {
        prompt: 'What leaked?',
        why: 'Decides how wide the response starts.',
        choices: [
          { key: 'k', label: 'An API key with its secret' },
          { key: 'h', label: 'The host a bot runs on', hint: 'every key on it is in scope' },
        ],
        focus: 1,
        note: 'A key picks at once; or arrows and Enter.',
      },
      { ...frame, rows: 20 },
    );
    expect(text(drawn.lines)).toBe(`
? What leaked?
  Decides how wide the response starts.
  k  An API key with its secret
> h  The host a bot runs on  every key on it is in scope
  A key picks at once; or arrows and Enter.
`);
    expect(drawn.cursor).toEqual({ row: 3, column: 0 });
  });

  it('shows the part of a long menu around the focus, and how many are outside', () => {
    const drawn = drawMenu({ prompt: 'Which?', choices, focus: 5, note: '' }, { ...frame, rows: 8 });
    expect(text(drawn.lines)).toBe(`
? Which?
  ... 3 more above
  3  account number 3
  4  account number 4
> 5  account number 5
  6  account number 6
  7  account number 7
  ... 4 more below
`);
  });

  it('wraps long text and puts the cursor where the next letter goes', () => {
    const input = 'the host was rebuilt';
    const drawn = drawText(
      { prompt: 'Note', input, before: input, note: '' },
      { columns: 14, rows: 10, color: false },
    );
    expect(text(drawn.lines)).toBe(`
? Note
> the host was
   rebuilt
`);
    expect(drawn.cursor).toEqual({ row: 2, column: 10 });
  });
});

describe('colour', () => {
  it('only ever adds to words: without it every line reads the same', () => {
    const bare = (lines: readonly string[]) => lines.map((line) => line.replaceAll(/\u001b\[[0-9;]*m/g, ''));
    const painted = drawHeader(state, { columns: 80, color: true, now });
    expect(painted.join()).toContain('\u001b[33mUNVERIFIED\u001b[0m');
    expect(bare(painted)).toEqual(drawHeader(state, { ...frame, now }));
    expect(bare(drawStepCard(cardOf(offered()), { columns: 80, color: true }))).toEqual(
      drawStepCard(cardOf(offered()), frame),
    );
  });

  it('is off for files, dumb terminals and NO_COLOR of any value but the empty one', () => {
    expect(wantsColor({ isTTY: true }, {})).toBe(true);
    expect(wantsColor({ isTTY: true }, { NO_COLOR: '' })).toBe(true);
    expect(wantsColor({ isTTY: true }, { NO_COLOR: '0' })).toBe(false);
    expect(wantsColor({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
    expect(wantsColor({ isTTY: false }, {})).toBe(false);
    expect(wantsColor({}, {})).toBe(false);
  });
});
