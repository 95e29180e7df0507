import { afterEach, describe, expect, it } from 'vitest';
import type { ChoiceQuestion, Question } from '../../src/domain/question.ts';
import { BadInput } from '../../src/domain/failure.ts';
import { createTerminalOperator } from '../../src/terminal/index.ts';
import { Interrupted } from '../../src/terminal/interrupted.ts';
import type { TerminalOperator } from '../../src/terminal/ask.ts';
import { FakeInput, keys, settled } from './support/fake-input.ts';
import { SmallTerminal } from './support/small-terminal.ts';

const open: TerminalOperator[] = [];
afterEach(() => {
  for (const operator of open.splice(0)) operator.close();
});

async function ask(question: Question, { header = [] as readonly string[] } = {}) {
  const stdin = new FakeInput();
  const terminal = new SmallTerminal();
  const stop = new AbortController();
  let interrupts = 0;
  const operator = createTerminalOperator({
    stdin,
    stdout: terminal,
    color: false,
    header: () => header,
    onInterrupt: () => (interrupts += 1),
  });
  open.push(operator);
  const answer = operator.answer(question, stop.signal);
  answer.catch(() => undefined);
  await settled();
  const type = (...typed: string[]) => stdin.type(...typed);
  return { stdin, terminal, operator, answer, stop, type, interrupts: () => interrupts };
}

const menu: ChoiceQuestion = {
  id: 'contain.revoke/menu',
  kind: 'choice',
  prompt: 'Revoke the key?',
  choices: [
    { value: 'continue', label: 'Continue', key: 'c' },
    { value: 'skip', label: 'Skip', key: 's' },
    { value: 'quit', label: 'Quit', key: 'q' },
  ],
  initial: 'skip',
};

const destructive: ChoiceQuestion = {
  id: 'contain.revoke/approve',
  kind: 'choice',
  destructive: true,
  prompt: 'Revoke key tradebot-1 at Binance?',
  choices: [
    { value: 'revoke', label: 'Revoke tradebot-1', key: 'r' },
    { value: 'not-now', label: 'Not now', key: 'n' },
  ],
  initial: 'revoke',
};

describe('a menu', () => {
  it('is answered by its key at once, without Enter', async () => {
    const { answer, type } = await ask(menu);
    await type('q');
    expect(await answer).toBe('quit');
  });

  it('is answered by arrows and Enter, beginning at the initial choice', async () => {
    const first = await ask(menu);
    await first.type(keys.enter);
    expect(await first.answer).toBe('skip');
    const second = await ask(menu);
    await second.type(keys.down, keys.enter);
    expect(await second.answer).toBe('quit');
    const third = await ask(menu);
    await third.type(keys.home, keys.enter);
    expect(await third.answer).toBe('continue');
  });

  it('takes a key with Caps Lock on', async () => {
    const { answer, type } = await ask(menu);
    await type('C');
    expect(await answer).toBe('continue');
  });

  it('gives choices without a key the digits that are free', async () => {
    const choices = [
      { value: '0', label: 'first' },
      { value: '1', label: 'second', key: '1' },
      { value: '2', label: 'third' },
    ];
    const { answer, type, terminal } = await ask({ ...menu, choices, initial: '2' });
    expect(terminal.lines().slice(1, 4)).toEqual(['  2  first', '  1  second', '> 3  third']);
    await type('3');
    expect(await answer).toBe('2');
  });

  it('answers nothing on a wrong key, on Escape, or on a paste, and says so', async () => {
    const { answer, type, terminal } = await ask(menu);
    await type('x');
    expect(terminal.lines().at(-1)).toContain('That key does nothing here.');
    await type(keys.pasted('c\r\nq\r\n'));
    expect(terminal.lines().at(-1)).toContain('What was pasted is ignored here');
    await type('\u001b');
    await settled(600);
    const state = await Promise.race([answer.then(() => 'answered'), settled(50).then(() => 'open')]);
    expect(state).toBe('open');
    await type('s');
    expect(await answer).toBe('skip');
  });

  it('leaves question and answer on the screen, and nothing of the menu', async () => {
    const { answer, type, terminal } = await ask(menu, { header: ['the board'] });
    expect(terminal.lines()[0]).toBe('the board');
    await type('c');
    await answer;
    await settled();
    expect(terminal.screen()).toBe('> Revoke the key?  Continue\nthe board');
  });

  it('drops what was typed before it was asked: it cannot answer what it has not read', async () => {
    const { answer, type, operator, stop } = await ask(menu);
    await type('ccc');
    await answer;
    await type('q');
    const next = operator.answer({ ...menu, id: 'next/menu' }, stop.signal);
    await settled();
    const state = await Promise.race([next.then(() => 'answered'), settled(50).then(() => 'open')]);
    expect(state).toBe('open');
    await type('s');
    expect(await next).toBe('skip');
  });

  it('turns the page of what stands above it, and begins the next question with the first', async () => {
    const stdin = new FakeInput();
    const terminal = new SmallTerminal();
    const operator = createTerminalOperator({
      stdin,
      stdout: terminal,
      color: false,
      header: ({ page }) => [`page ${page}`],
      onInterrupt: () => undefined,
    });
    open.push(operator);
    const answer = operator.answer(menu, new AbortController().signal);
    await settled();
    await stdin.type('\u001b[6~', '\u001b[6~', '\u001b[5~');
    expect(terminal.lines().slice(0, 2)).toEqual(['page 1', '? Revoke the key?']);
    await stdin.type('c');
    expect(await answer).toBe('continue');
    void operator.answer(menu, new AbortController().signal).catch(() => undefined);
    await settled();
    expect(terminal.lines()).toContain('page 0');
  });

  it('shows hostile labels without letting them act', async () => {
    const choices = [{ value: 'a', label: '\u001b[2J\u202eevil\nline', key: 'a' }];
    const { terminal } = await ask({ ...menu, prompt: '\u001b]0;x\u0007?', choices });
    expect(terminal.lines()[0]).toBe('? \\u{1b}]0;x\\u{7}?');
    expect(terminal.lines()[1]).toBe('> a  \\u{1b}[2J\\u{202e}evil\\u{a}line');
  });

  it('refuses a second question while one is open, instead of mixing their keys', async () => {
    const { operator, stop } = await ask(menu);
    await expect(operator.answer(menu, stop.signal)).rejects.toThrow('while another question is open');
  });
});

describe('a destructive question', () => {
  it('preselects what changes nothing, whatever the question wants', async () => {
    const { answer, type, terminal } = await ask(destructive);
    expect(terminal.lines().slice(1, 3)).toEqual(['  r  Revoke tradebot-1', '> n  Not now']);
    await type(keys.enter);
    expect(await answer).toBe('not-now');
  });

  it('asks once more by name, with another key than the first', async () => {
    const { answer, type, terminal } = await ask(destructive);
    await type('r');
    expect(terminal.lines().slice(0, 4)).toEqual([
      '? Really: Revoke tradebot-1?',
      '  Revoke key tradebot-1 at Binance?',
      '> n  No, go back',
      '  y  Yes: Revoke tradebot-1',
    ]);
    await type('r', 'y');
    expect(await answer).toBe('revoke');
  });

  it('goes back on Enter, so a key held down changes nothing', async () => {
    const { answer, type, terminal } = await ask(destructive);
    await type('r', keys.enter);
    expect(terminal.lines()[0]).toBe('? Revoke key tradebot-1 at Binance?');
    await type('n');
    expect(await answer).toBe('not-now');
  });

  it('does not confirm with the key that chose, also when that key is y', async () => {
    const choices = [
      { value: 'revoke', label: 'Revoke', key: 'y' },
      { value: 'no', label: 'No', key: 'n' },
    ];
    const { answer, type } = await ask({ ...destructive, choices });
    await type('y', 'y', 'y');
    const state = await Promise.race([answer.then(() => 'answered'), settled(50).then(() => 'open')]);
    expect(state).toBe('open');
    await type('x');
    expect(await answer).toBe('revoke');
  });

  it('asks again for every choice that nobody vouches for, "cancel" included', async () => {
    const choices = [
      { value: 'cancel', label: 'Cancel the orders', key: 'c' },
      { value: 'leave', label: 'Leave them', key: 'l' },
    ];
    const { answer, type, terminal } = await ask({ ...destructive, choices });
    expect(terminal.lines()[2]).toBe('> l  Leave them');
    await type('c');
    expect(terminal.lines()[0]).toBe('? Really: Cancel the orders?');
    await type('n', 'l');
    expect(await answer).toBe('leave');
  });

  it('takes the question’s own word for what is harmless', async () => {
    const choices = [
      { value: 'a', label: 'Do it', key: 'a' },
      { value: 'b', label: 'Look again', key: 'b', harmless: true },
    ];
    const { answer, type, terminal } = await ask({ ...destructive, choices });
    expect(terminal.lines()[2]).toBe('> b  Look again');
    await type('b');
    expect(await answer).toBe('b');
  });
});

describe('a question with several answers', () => {
  const many: Question = {
    id: 'open.ask/accounts',
    kind: 'many',
    prompt: 'Which accounts?',
    choices: [
      { value: 'main', label: 'main' },
      { value: 'alt', label: 'alt' },
      { value: '3', label: 'third', key: 't' },
    ],
    initial: ['alt'],
  };

  it('marks by Space and by key, and answers in the order of the choices', async () => {
    const { answer, type, terminal } = await ask(many);
    await type('t', keys.home, ' ');
    expect(terminal.lines().slice(1, 4)).toEqual(['> [x] 1  main', '  [x] 2  alt', '  [x] t  third']);
    await type(keys.down, ' ', keys.enter);
    expect(await answer).toEqual(['main', '3']);
  });

  it('does not take "none" for an answer until Enter is pressed again', async () => {
    const { answer, type, terminal } = await ask({ ...many, initial: [] });
    await type(keys.enter);
    expect(terminal.lines().at(-1)).toContain('Nothing is marked');
    await type(keys.enter);
    expect(await answer).toEqual([]);
  });
});

describe('a question for text', () => {
  const text: Question = { id: 'open.ask/who', kind: 'text', prompt: 'Who are you?' };

  it('takes what was typed, edited by whole characters', async () => {
    const { answer, type } = await ask(text);
    await type(
      'zoe',
      keys.backspace,
      'ë',
      ' 🔑',
      keys.left,
      keys.backspace,
      '-',
      keys.end,
      keys.backspace,
      '!',
      keys.enter,
    );
    expect(await answer).toBe('zoë-!');
  });

  it('offers the initial answer to Enter alone, and says so', async () => {
    const { answer, type, terminal } = await ask({ ...text, initial: 'jd' });
    expect(terminal.lines().at(-1)).toBe('  Enter alone takes: jd');
    await type(keys.enter);
    expect(await answer).toBe('jd');
  });

  it('shows why a text is refused, keeps it for correction, and forgets the complaint at the next key', async () => {
    const refuse = (given: string) => (/^\d+$/.test(given) ? undefined : 'digits only, please');
    const { answer, type, terminal } = await ask({ ...text, refuse });
    await type('12x', keys.enter);
    expect(terminal.lines().slice(-2)).toEqual(['> 12x', '  ! digits only, please']);
    await type(keys.backspace);
    expect(terminal.screen()).not.toContain('digits only');
    await type(keys.enter);
    expect(await answer).toBe('12');
  });

  it('needs an answer unless it is optional', async () => {
    const needed = await ask(text);
    await needed.type('  ', keys.enter);
    expect(needed.terminal.lines().at(-1)).toBe('  ! an answer is needed');
    const optional = await ask({ ...text, optional: true });
    await optional.type(keys.enter);
    expect(await optional.answer).toBe('');
  });

  it('takes a paste as one line: its line breaks do not answer', async () => {
    const { answer, type } = await ask(text);
    await type(keys.pasted('first line\r\nsecond\u001b[2J\tline\n'), keys.enter);
    expect(await answer).toBe('first line second[2J line');
  });

  it('keeps what is typed while the board moves above it', async () => {
    let tick = 0;
    const stdin = new FakeInput();
    const terminal = new SmallTerminal();
    const operator = createTerminalOperator({
      stdin,
      stdout: terminal,
      color: false,
      header: () => [`board ${(tick += 1)}`],
      onInterrupt: () => undefined,
    });
    open.push(operator);
    const answer = operator.answer(text, new AbortController().signal);
    await stdin.type('j');
    const before = terminal.lines()[0];
    await settled(600);
    expect(terminal.lines()[0]).not.toBe(before);
    expect(terminal.lines().slice(1, 3)).toEqual(['? Who are you?', '> j']);
    expect([terminal.row, terminal.column]).toEqual([2, 3]);
    await stdin.type('d', keys.enter);
    expect(await answer).toBe('jd');
  });
});

describe('a secret', () => {
  it('is never drawn, and comes back as a Secret', async () => {
    const stdin = new FakeInput();
    const terminal = new SmallTerminal();
    const operator = createTerminalOperator({
      stdin,
      stdout: terminal,
      color: false,
      onInterrupt: () => undefined,
    });
    open.push(operator);
    const asked = operator.askSecret(
      { prompt: 'API secret', reference: 'prompt:' },
      new AbortController().signal,
    );
    await settled();
    await stdin.type(keys.pasted('s3cr3t-value'));
    expect(terminal.lines()).toEqual([
      '? API secret',
      '> ************',
      '  Not shown. 12 characters. Enter answers.',
    ]);
    await stdin.type(keys.enter);
    const secret = await asked;
    await settled();
    expect(secret.reveal()).toBe('s3cr3t-value');
    expect(String(secret)).toBe('[secret from prompt:]');
    expect(terminal.written).not.toContain('s3cr3t');
    expect(terminal.screen()).toBe('> API secret  (hidden, 12 characters)');
  });
});

describe('the terminal', () => {
  it('rejects the open question on Ctrl-C and tells whoever runs the case', async () => {
    const { answer, type, stdin, interrupts, terminal } = await ask(menu, { header: ['board'] });
    expect(stdin.isRaw).toBe(true);
    await type(keys.ctrlC);
    await expect(answer).rejects.toBeInstanceOf(Interrupted);
    await expect(answer).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(interrupts()).toBe(1);
    expect(stdin.isRaw).toBe(false);
    expect(terminal.isCursorShown).toBe(true);
  });

  it('treats Ctrl-D and a closed input as the operator gone, not as an answer', async () => {
    const first = await ask(menu);
    await first.type(keys.ctrlD);
    await expect(first.answer).rejects.toBeInstanceOf(Interrupted);
    const second = await ask(menu);
    second.stdin.end();
    await expect(second.answer).rejects.toThrow('the terminal was closed');
    await expect(second.operator.answer(menu, second.stop.signal)).rejects.toBeInstanceOf(Interrupted);
  });

  it('hears Ctrl-C between two questions too', async () => {
    const { answer, type, interrupts } = await ask(menu);
    await type('c');
    await answer;
    await type(keys.ctrlC);
    expect(interrupts()).toBe(1);
  });

  it('gives up the question when the run is stopped, with the run’s own reason', async () => {
    const { answer, stop, stdin, terminal } = await ask(menu);
    stop.abort(new Error('the key died elsewhere'));
    await expect(answer).rejects.toThrow('the key died elsewhere');
    await settled();
    expect(stdin.isRaw).toBe(false);
    expect(terminal.screen()).toBe('');
  });

  it('asks nothing when the run has stopped already', async () => {
    const { type, answer, stop, operator } = await ask(menu);
    await type('c');
    await answer;
    stop.abort(new Error('stopped'));
    await expect(operator.answer(menu, stop.signal)).rejects.toThrow('stopped');
  });

  it('is given back as it was when the operator is closed', async () => {
    const { operator, stdin, terminal, answer, type } = await ask(menu, { header: ['board'] });
    await type('c');
    await answer;
    operator.close();
    expect(stdin.isRaw).toBe(false);
    expect(stdin.listenerCount('keypress')).toBe(0);
    expect(terminal.written.endsWith('\u001b[?2004l')).toBe(true);
    expect(terminal.screen()).toBe('> Revoke the key?  Continue');
  });

  it('registers no signal handlers that would end the process behind the journal’s back', async () => {
    const before = ['SIGINT', 'SIGTERM', 'exit'].map((name) => process.listenerCount(name));
    const { answer, type } = await ask(menu);
    expect(['SIGINT', 'SIGTERM', 'exit'].map((name) => process.listenerCount(name))).toEqual(before);
    await type('c');
    await answer;
  });

  it('refuses an input that is no terminal, with the way out', () => {
    const stdin = Object.assign(new FakeInput(), { isTTY: false });
    const make = () =>
      createTerminalOperator({
        stdin: stdin as never,
        stdout: new SmallTerminal(),
        color: false,
        onInterrupt: () => undefined,
      });
    expect(make).toThrow(BadInput);
    expect(make).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('--answers FILE') as string }),
    );
  });
});
