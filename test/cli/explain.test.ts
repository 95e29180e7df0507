import { describe, expect, it } from 'vitest';
import { explain } from '../../src/cli/explain.ts';
import { BadInput } from '../../src/domain/failure.ts';
import { BadFile } from '../../src/domain/file-problem.ts';
import { EvidenceError } from '../../src/evidence/index.ts';

/** What a person reads of an error, and the exit code. */
function told(error: unknown, screen: { readonly isTTY: boolean; readonly columns: number }) {
  let text = '';
  const write = (more: string): boolean => {
    text += more;
    return true;
  };
  const stderr = { ...screen, write } as unknown as NodeJS.WriteStream;
  return { code: explain(error, { stderr, env: {} }), lines: text.split('\n').slice(0, -1) };
}
const terminal = { isTTY: true, columns: 60 };
const ids = Array.from({ length: 6 }, (_, n) => `DRILL-20261130-160${n}-abcd`);
const refusal = new BadInput('6 cases are open: name one', { where: 'case', hint: ids.join(', ') });

describe('a refusal', () => {
  it('is broken between words on a terminal, so that each id can be copied, and what follows stands under it', () => {
    const { code, lines } = told(refusal, terminal);
    expect(code).toBe(2);
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
    expect(lines.slice(0, 2)).toEqual(['firebreak: 6 cases are open: name one', '  at: case']);
    for (const id of ids) expect(lines.filter((line) => line.includes(id))).toHaveLength(1);
    expect(lines.slice(3).every((line) => line.startsWith('    D'))).toBe(true);
  });

  it('stays one line a part where a program may read it', () => {
    expect(told(refusal, { isTTY: false, columns: 60 }).lines).toHaveLength(3);
  });

  it('of a file keeps its excerpt as it is: a mark below it points at a column', () => {
    const excerpt = `accounts: ${'x'.repeat(90)}`;
    const problem = { file: 'firebreak.yaml', line: 1, column: 101, message: 'no', excerpt };
    const { lines } = told(new BadFile([problem]), terminal);
    expect(lines.some((line) => line.includes(excerpt))).toBe(true);
  });
});

describe('a disk that refuses', () => {
  it('is found behind the error that it made of a journal, and is no error of firebreak', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const broken = new EvidenceError('JOURNAL_BROKEN', 'the journal can take no more', full);
    const { code, lines } = told(new Error('a step', { cause: broken }), { isTTY: false, columns: 80 });
    expect(code).toBe(1);
    expect(lines[0]).toBe('firebreak: this machine refused, and that ended the command: the disk is full');
    expect(lines.join('\n')).toContain('firebreak resume');
    expect(lines.join('\n')).not.toContain('error of its own');
  });

  it('is not made of an error that has nothing of one', () => {
    const { lines } = told(new Error('undefined is not a function'), { isTTY: false, columns: 80 });
    expect(lines[0]).toContain('an error of its own');
  });
});
