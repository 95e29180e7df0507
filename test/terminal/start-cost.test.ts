import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const door = new URL('../../src/terminal/index.ts', import.meta.url).href;
const fakeInput = new URL('support/fake-input.ts', import.meta.url).href;

it('draws the first question before enquirer is in memory, and loads one prompt of it, not the package', () => {
  const script = `
    import { createRequire } from 'node:module';
    const { cache } = createRequire(${JSON.stringify(fileURLToPath(door))});
    const loaded = () => Object.keys(cache).filter((path) => path.includes('enquirer')).map((path) => path.split('enquirer/')[1]);
    const { createTerminalOperator } = await import(${JSON.stringify(door)});
    const { FakeInput } = await import(${JSON.stringify(fakeInput)});
    let whenDrawn;
    const stdout = { on() {}, off() {}, write(text) { if (text.includes('? Go on')) whenDrawn ??= loaded(); } };
    const operator = createTerminalOperator({ stdin: new FakeInput(), stdout, color: false, onInterrupt() {} });
    const choices = [{ value: 'a', label: 'a' }];
    operator.answer({ id: 'a/b', kind: 'choice', prompt: 'Go on', choices }, new AbortController().signal).catch(() => {});
    process.stdout.write(JSON.stringify({ whenDrawn, after: loaded() }));
    operator.close();`;
  const args = ['--input-type=module', '--eval', script];
  const { whenDrawn, after } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as {
    whenDrawn: string[];
    after: string[];
  };
  expect(whenDrawn).toEqual([]);
  expect(after).toContain('lib/prompts/select.js');
  expect(after).not.toContain('index.js');
  expect(after.filter((path) => path.startsWith('lib/prompts/'))).toEqual(['lib/prompts/select.js']);
});
