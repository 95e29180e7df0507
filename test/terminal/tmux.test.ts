import { afterEach, describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { displayWidth } from '../../src/terminal/display-width.ts';
import { tmux, TmuxTerminal } from './support/tmux.ts';

const demo = fileURLToPath(new URL('demo.ts', import.meta.url));
const open: TmuxTerminal[] = [];
afterEach(() => {
  for (const terminal of open.splice(0)) terminal.close();
});

function start(command: string, columns = 80, rows = 24): TmuxTerminal {
  const terminal = new TmuxTerminal(command, { columns, rows });
  open.push(terminal);
  return terminal;
}

const play = (columns?: number, rows?: number) =>
  start(`'${process.execPath}' '${demo}' --quick --no-color`, columns, rows);

async function answerFirstQuestions(terminal: TmuxTerminal): Promise<void> {
  await terminal.until('? What leaked?');
  terminal.type('k');
  await terminal.until('? Which accounts');
  terminal.type('Down', 'Space', 'Enter');
  await terminal.until('? Who are you?');
  terminal.type('jd', 'Enter');
  await terminal.until('? Revoke the leaked key?');
}

const count = (text: string, part: string): number => text.split(part).length - 1;

describe('in a real terminal (tmux)', () => {
  it.skipIf(!tmux)(
    'plays a whole drill: one board, no copy of it in the history, the terminal given back',
    async () => {
      const terminal = play();
      await answerFirstQuestions(terminal);
      await sleep(1500);
      const screen = await terminal.until('worst so far: UNVERIFIED (1 of 2 steps)');
      expect(count(terminal.history(), '=== DRILL ===')).toBe(1);
      expect(screen.split('\n')).toHaveLength(24);
      expect(screen).toContain('> c  Continue: do it now');
      terminal.type('c');
      await terminal.until('> n  Not now');
      terminal.type('r');
      await terminal.until('? Really: Revoke tradebot-1 now?');
      terminal.type('y');
      await terminal.until('ended 0');
      const history = terminal.history();
      expect(count(history, '=== DRILL ===')).toBe(1); // the ending's own
      expect(history).toContain('> Revoke key tradebot-1, abcd…wxyz (64), at Binance? It cannot be undone.');
      expect(history).toMatch(/VERIFIED {3}tradebot-main: Revoke the leaked key: revoked by API/);
      expect(history).not.toContain('? Revoke the leaked key?');
      expect(terminal.cursor().isShown).toBe(true);
      terminal.type('stty -a', 'Enter');
      expect(await terminal.until('icanon')).not.toMatch(/-icanon|-echo\b/);
    },
    30_000,
  );

  it.skipIf(!tmux)(
    'keeps what is typed, the cursor and one board through resizes',
    async () => {
      const terminal = play();
      await answerFirstQuestions(terminal);
      terminal.type('n');
      await terminal.until('? Note');
      terminal.type('the bot host was rebuilt on Tuesday from an image in a public registry');
      await terminal.until('public registry');
      for (const [columns, rows] of [
        [44, 16],
        [100, 30],
        [60, 20],
      ] as const) {
        terminal.resize(columns, rows);
        await sleep(700);
        const screen = terminal.screen();
        expect(count(screen, '=== DRILL ===')).toBe(1);
        expect(count(screen, '? Note')).toBe(1);
        expect(screen.replaceAll(/\n {2}/g, '')).toContain('from an image in a public registry');
      }
      const { row, column } = terminal.cursor();
      const line = terminal.screen().split('\n')[row] ?? '';
      expect(displayWidth(line)).toBe(column);
      terminal.type('C-c');
      await terminal.until('ended 130');
      expect(terminal.screen()).toContain('interrupted: Ctrl-C');
    },
    30_000,
  );

  it.skipIf(!tmux)(
    'takes a pasted text for text: its line breaks press no key',
    async () => {
      const terminal = play();
      await terminal.until('? What leaked?');
      terminal.type('Escape', '[200~k', 'Enter', 'Enter', 'Escape', '[201~');
      await terminal.until('What was pasted is ignored here');
      expect(terminal.screen()).toContain('? What leaked?');
      terminal.type('C-c');
      await terminal.until('ended 130');
    },
    30_000,
  );

  it.skipIf(!tmux)(
    'agrees with the terminal about the width of what it draws',
    async () => {
      for (const text of [
        'abcd…wxyz',
        'Ελένη',
        '李小龍',
        'e\u0301t',
        'ﬁ',
        '한국어',
        'ｆｕｌｌ',
        '🔑',
        '·—×',
      ]) {
        const terminal = start(`printf 'SHO''WN\\n%s' '${text}'; read x`);
        await terminal.until('SHOWN');
        expect(terminal.cursor().column, text).toBe(displayWidth(text));
      }
    },
    30_000,
  );
});
