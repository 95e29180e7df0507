import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  caseFolder,
  listCases,
  newCaseId,
  parseCaseId,
  readCaseFormat,
  stateFolder,
  stateFolderPath,
} from '../../src/config/index.ts';
import { isCaseId } from '../../src/config/case-id.ts';
import type { Clock } from '../../src/domain/clock.ts';

let root: string;
let at = 0;
let home: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'firebreak-state-'));
});
beforeEach(async () => {
  home = join(root, String((at += 1)));
  await mkdir(home);
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('stateFolderPath', () => {
  it.each([
    [{}, 'real', '/home/kim/.local/state/firebreak'],
    [{}, 'drill', '/home/kim/.local/state/firebreak-drills'],
    [{ XDG_STATE_HOME: '/var/state' }, 'real', '/var/state/firebreak'],
    [{ XDG_STATE_HOME: 'relative' }, 'real', '/home/kim/.local/state/firebreak'],
    [{ XDG_STATE_HOME: '' }, 'real', '/home/kim/.local/state/firebreak'],
    [{ FIREBREAK_HOME: '/media/stick', XDG_STATE_HOME: '/var/state' }, 'real', '/media/stick'],
    [{ FIREBREAK_HOME: '/media/stick' }, 'drill', '/media/stick/drills'],
    [{ FIREBREAK_HOME: '' }, 'real', '/home/kim/.local/state/firebreak'],
  ] as const)('is, for %j in a %s case, %s', (env, mode, expected) => {
    expect(stateFolderPath({ env, home: '/home/kim', mode })).toBe(expected);
  });

  it('refuses a FIREBREAK_HOME that depends on where one stands', () => {
    expect(() =>
      stateFolderPath({ env: { FIREBREAK_HOME: 'cases' }, home: '/home/kim', mode: 'real' }),
    ).toThrow('FIREBREAK_HOME should be an absolute path');
  });
});

describe('stateFolder', () => {
  it('is made for its owner only, whatever the umask of folders above', async () => {
    const path = await stateFolder({ env: {}, home, mode: 'real' });
    expect((await stat(path)).mode & 0o777).toBe(0o700);
  });

  it.each([0o777, 0o770, 0o720, 0o702])(
    'refuses a folder of mode %o with the command that closes it',
    async (mode) => {
      const path = join(home, 'open');
      await mkdir(path);
      await chmod(path, mode);
      await expect(stateFolder({ env: { FIREBREAK_HOME: path }, home, mode: 'real' })).rejects.toMatchObject({
        name: 'BadInput',
        where: 'FIREBREAK_HOME',
        hint: `chmod go-w '${path}'`,
      });
    },
  );

  it('does not advise to close a folder that is shared by all', async () => {
    const path = join(home, 'tmp');
    await mkdir(path);
    await chmod(path, 0o1777);
    await expect(stateFolder({ env: { FIREBREAK_HOME: path }, home, mode: 'real' })).rejects.toMatchObject({
      hint: 'name a folder of your own with FIREBREAK_HOME',
    });
  });

  it('says what is in the way when it cannot be made', async () => {
    await writeFile(join(home, 'file'), '');
    await expect(
      stateFolder({ env: { FIREBREAK_HOME: join(home, 'file', 'cases') }, home, mode: 'real' }),
    ).rejects.toThrow('a file of that name is in the way');
  });
});

describe('case ids', () => {
  const clock = { now: () => DateTime.fromISO('2026-11-21T04:12:59+01:00') } as Clock;
  const random = (bytes: number) => new Uint8Array(bytes).fill(31);

  it('tell the minute in UTC, and whether it is a drill', () => {
    expect(newCaseId({ clock, random, mode: 'real' })).toBe('FB-20261121-0312-zzzz');
    expect(newCaseId({ clock, random, mode: 'drill' })).toBe('DRILL-20261121-0312-zzzz');
  });

  it('are always of the form that is accepted back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (bytes) => {
        expect(isCaseId(newCaseId({ clock, random: () => bytes, mode: 'real' }))).toBe(true);
      }),
    );
  });

  const existing = ['FB-20261120-2210-abcd', 'FB-20261121-0312-k7q2'];

  it('are taken from a command line only when there is such a case', () => {
    expect(parseCaseId('FB-20261121-0312-k7q2', existing)).toBe('FB-20261121-0312-k7q2');
    expect(() => parseCaseId('FB-20261121-0312-k7q3', existing)).toThrow(
      'there is no case FB-20261121-0312-k7q3',
    );
  });

  it.each([
    ['FB-20261121-0312-k7qz', 'did you mean FB-20261121-0312-k7q2?'],
    ['nonsense', 'the latest is FB-20261121-0312-k7q2'],
  ])('offer, for %s: %s', (given, hint) => {
    expect(() => parseCaseId(given, existing)).toThrow(expect.objectContaining({ hint }) as Error);
  });

  it.each([
    '../../etc',
    '/etc/passwd',
    'FB-20261121-0312-k7q2/..',
    '\u001b[2J',
    'FB-20261121-0312-k7q2\n',
    '',
    '.',
    'a'.repeat(1e6),
  ])('never repeat or follow a hostile one: %#', (given) => {
    expect(() => parseCaseId(given, [...existing, given])).toThrow('there is no case that name');
    expect(() => caseFolder('/state', given)).toThrow(RangeError);
  });
});

describe('listCases', () => {
  it('lists real case folders only, by time, with their mode', async () => {
    for (const id of [
      'FB-20261121-0312-k7q2',
      'FB-20261120-2210-abcd',
      'DRILL-20261119-1200-aaaa',
      'notes',
      'drills',
    ]) {
      await mkdir(join(home, id));
    }
    await symlink('/etc', join(home, 'FB-20261122-0000-evil'));
    await writeFile(join(home, 'FB-20261122-0000-file'), '');
    expect((await listCases(home)).map(({ id, mode }) => `${id} ${mode}`)).toEqual([
      'DRILL-20261119-1200-aaaa drill',
      'FB-20261120-2210-abcd real',
      'FB-20261121-0312-k7q2 real',
    ]);
  });

  it('finds no cases where there is no folder yet', async () => {
    expect(await listCases(join(home, 'missing'))).toEqual([]);
  });

  it('does not say "no cases" of a folder that it cannot read', async () => {
    const path = join(home, 'file');
    await writeFile(path, '');
    await expect(listCases(path)).rejects.toThrow('ENOTDIR');
  });
});

describe('readCaseFormat', () => {
  const withJournal = async (text: string): Promise<string> => {
    await mkdir(join(home, 'case', 'journal'), { recursive: true });
    await writeFile(join(home, 'case', 'journal', 'journal.jsonl'), text);
    return join(home, 'case');
  };
  const record = (format: unknown) =>
    `${JSON.stringify({ seq: 0, event: { type: 'case.opened', format } })}\n`;

  it('reads ours', async () => {
    expect(await readCaseFormat(await withJournal(`${record(1)}torn`))).toBe(1);
  });

  it('refuses what a newer firebreak wrote, and says so', async () => {
    await expect(readCaseFormat(await withJournal(record(2)))).rejects.toMatchObject({
      name: 'BadInput',
      message: expect.stringContaining('has format 2; this firebreak reads format 1') as string,
      hint: 'use the newer firebreak that wrote it',
    });
  });

  it.each([
    ['', 'its opening record is cut off'],
    [record(1).trimEnd(), 'its opening record is cut off'],
    ['{"seq":0\n', 'its opening record is damaged'],
    ['<html>\n', 'its opening record is damaged'],
    ['{"event":{"type":"note.added"}}\n', 'its journal does not begin with an opening record'],
    [record('1'), 'its journal does not begin with an opening record'],
  ])('refuses a journal that begins %j', async (text, why) => {
    await expect(readCaseFormat(await withJournal(text))).rejects.toThrow(why);
  });

  it('refuses a folder without a journal', async () => {
    await expect(readCaseFormat(home)).rejects.toThrow('it has no journal that can be read');
  });
});
