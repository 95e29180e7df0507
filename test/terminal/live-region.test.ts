import { afterEach, describe, expect, it } from 'vitest';
import { createLiveRegion, type LiveRegion } from '../../src/terminal/live-region.ts';
import { settled } from './support/fake-input.ts';
import { SmallTerminal } from './support/small-terminal.ts';

const open: LiveRegion[] = [];
afterEach(() => {
  for (const region of open.splice(0)) region.close();
});

function start(above: () => readonly string[], terminal = new SmallTerminal(40, 10), refreshMs = 10_000) {
  const region = createLiveRegion({ stdout: terminal, above, refreshMs });
  open.push(region);
  return { region, terminal };
}

const prompt = (lines: readonly string[], cursor = { row: 0, column: 0 }) => ({
  question: 'a/b',
  draw: () => ({ lines, cursor }),
});

describe('the live region', () => {
  it('keeps the prompt below the board and leaves no copy of either when they change', () => {
    let board = ['one', 'two', 'three'];
    const { region, terminal } = start(() => board);
    region.setPrompt(prompt(['? Name', '> jd'], { row: 1, column: 4 }));
    board = ['ONE'];
    region.refresh();
    expect(terminal.screen()).toBe('ONE\n? Name\n> jd');
    expect([terminal.row, terminal.column]).toEqual([2, 4]);
    board = ['one', 'two', 'three', 'four'];
    region.refresh();
    expect(terminal.screen()).toBe('one\ntwo\nthree\nfour\n? Name\n> jd');
    expect([terminal.row, terminal.column]).toEqual([5, 4]);
  });

  it('writes lines that stay above the block, in order, once', async () => {
    const { region, terminal } = start(() => ['board']);
    region.setPrompt(prompt(['? Go on']));
    region.leave(['first']);
    region.leave(['second']);
    await settled();
    expect(terminal.screen()).toBe('first\nsecond\nboard\n? Go on');
  });

  it('scrolls what stays, never the block, when the terminal is full', async () => {
    const { region, terminal } = start(() => ['board 1', 'board 2']);
    region.setPrompt(prompt(['? Go on']));
    for (let line = 1; line <= 20; line += 1) {
      region.leave([`line ${line}`]);
      await settled(30);
    }
    expect(terminal.lines().slice(-4)).toEqual(['line 20', 'board 1', 'board 2', '? Go on']);
    expect(
      [...terminal.scrolledOff, ...terminal.lines()].filter((line) => line.startsWith('board')),
    ).toHaveLength(2);
    expect(terminal.scrolledOff.concat(terminal.lines()).slice(0, 20)).toEqual(
      Array.from({ length: 20 }, (_, index) => `line ${index + 1}`),
    );
  });

  it('writes nothing while nothing changes, and only the changed line when one does', () => {
    let clock = '03:00:00';
    const { region, terminal } = start(() => ['board', clock]);
    region.setPrompt(prompt(['? Name', '> a'], { row: 1, column: 3 }));
    const before = terminal.written.length;
    region.refresh();
    expect(terminal.written).toHaveLength(before);
    clock = '03:00:01';
    region.refresh();
    expect(terminal.written.slice(before)).not.toContain('Name');
    expect(terminal.screen()).toBe('board\n03:00:01\n? Name\n> a');
    expect([terminal.row, terminal.column]).toEqual([3, 3]);
  });

  it('draws by itself as time passes', async () => {
    let ticks = 0;
    const { terminal } = start(
      () => [`tick ${(ticks += 1) > 3 ? 'many' : 'few'}`],
      new SmallTerminal(40, 10),
      10,
    );
    await settled(200);
    expect(terminal.screen()).toBe('tick many');
  });

  it('gives the next question the place of the one before, without an empty picture between', async () => {
    const { region, terminal } = start(() => ['board']);
    region.setPrompt(prompt(['? One', '> y  yes']));
    const before = terminal.written.length;
    region.endPrompt();
    region.leave(['> One  yes']);
    region.setPrompt(prompt(['? Two', '> n  no']));
    expect(terminal.written.slice(before).match(/\u001b\[\?25h/g)).toHaveLength(1);
    await settled();
    expect(terminal.screen()).toBe('> One  yes\nboard\n? Two\n> n  no');
  });

  it('leaves the board out before it leaves a line of the prompt out', () => {
    const board = ['1', '2', '3', '4', '5', '6', '7', '8'];
    const { region, terminal } = start(() => board);
    region.setPrompt(prompt(['? a', 'b', 'c', 'd', 'e', 'f']));
    expect(terminal.screen()).toBe('1\n2\n3\n? a\nb\nc\nd\ne\nf');
  });

  it('draws anew after a resize: no rest of the old block, the last lines again above it', async () => {
    const { region, terminal } = start(() => ['='.repeat(20)]);
    region.setPrompt(prompt(['? Go on']));
    region.leave(['what happened before']);
    await settled();
    terminal.resize(16, 6);
    expect(terminal.screen()).toBe('what happened...\n=============...\n? Go on');
  });

  it('cuts a line that is too wide for the terminal instead of letting it wrap', () => {
    const { terminal, region } = start(() => ['\u001b[31m' + '界'.repeat(30) + '\u001b[0m']);
    region.setPrompt(prompt(['? Go on']));
    expect(terminal.lines()[0]).toBe(`${'界'.repeat(18)}...`);
    expect(terminal.lines()[1]).toBe('? Go on');
  });

  it('says that a board cannot be drawn, and goes on asking', () => {
    const { region, terminal } = start(() => {
      throw new TypeError('a bug in the board');
    });
    region.setPrompt(prompt(['? Go on']));
    expect(terminal.screen()).toBe('(the board cannot be drawn: TypeError)\n? Go on');
  });

  it('removes the block when it closes, keeps what was left, and shows the cursor', async () => {
    const { region, terminal } = start(() => ['board']);
    region.setPrompt(prompt(['? Go on']));
    region.leave(['VERIFIED']);
    region.close();
    region.leave(['late']);
    await settled();
    expect(terminal.screen()).toBe('VERIFIED\nlate');
    expect(terminal.isCursorShown).toBe(true);
  });

  it('hides the cursor only inside a single write, so a kill never leaves it hidden', () => {
    const terminal = new SmallTerminal(40, 10);
    const writes: string[] = [];
    const write = terminal.write.bind(terminal);
    terminal.write = (text) => (writes.push(text), write(text));
    const { region } = start(() => ['board'], terminal);
    region.setPrompt(prompt(['? Go on']));
    region.refresh();
    for (const text of writes)
      expect(text.endsWith('\u001b[?25h') || !text.includes('\u001b[?25l')).toBe(true);
  });
});
