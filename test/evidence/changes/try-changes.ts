import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeEach, expect, vi } from 'vitest';
import { complaintsAbout, unnamedBy } from './checkers.ts';
import {
  allWays,
  changeAt,
  lineChanges,
  randomFrom,
  ways,
  type ContentChange,
  type Draw,
  type Way,
} from './content-changes.ts';
import { readingInPlace } from './disk-in-place.ts';
import { placesIn } from './places.ts';
import type { StructureChange } from './structure-changes.ts';

/**
 * With FIREBREAK_EVERY_CHANGE=1, at each place of each file: each of the eight bits flipped; one other value, drawn; the
 * byte deleted; one inserted before it, drawn, and one behind the last; exchanged with the next where that is another;
 * the file cut off there, at its end and at its beginning. Of `verify.mjs` in the bag, which is judged by its digest
 * alone, each byte in one of these ways by turns. Each line left out, doubled, and each two exchanged (neighbours, where
 * there are more than forty); each file and folder as `structure-changes.ts` has it, and each two files exchanged.
 *
 * Else the same at the places where a change is most likely to be overlooked: see `places.ts`.
 */
export const isExhaustive = process.env['FIREBREAK_EVERY_CHANGE'] === '1';

let draw: Draw = randomFrom(1);

/** For a file of tests: the same draws for each test, and at the end what was tried is told. */
export function prepareChanges(): void {
  vi.setConfig({ testTimeout: isExhaustive ? 4 * 3_600_000 : 120_000 });
  // Millions of small files come and go: where memory can hold them, no disk wears out.
  if (isExhaustive && existsSync('/dev/shm')) process.env['TMPDIR'] = '/dev/shm';
  // What was not found once is not found by chance the next time.
  beforeEach(() => void (draw = randomFrom(20261121)));
  afterAll(() => {
    if (isExhaustive) tell();
  });
}

// Longer is only the checker itself, which is judged by its digest alone: of it each byte is changed in one way.
const longest = 20_000;

/** Changes of every kind at every place, or at some, and of lines. */
function* changesOf(bytes: Buffer): Generator<ContentChange> {
  yield* isExhaustive ? everywhere(bytes) : atPlaces(bytes);
  yield* isExhaustive ? lineChanges(bytes) : sampleOf(lineChanges(bytes), 16);
}

function* everywhere(bytes: Buffer): Generator<ContentChange> {
  const isLong = bytes.length > longest;
  for (const [n, way] of (isLong ? ways : allWays).entries())
    for (let at = 0; at <= bytes.length; at++)
      if (!isLong || at % ways.length === n) yield* made(bytes, at, way);
}

function* atPlaces(bytes: Buffer): Generator<ContentChange> {
  const { ends, edges } = placesIn(bytes);
  for (const at of ends) for (const way of ways) yield* made(bytes, at, way);
  for (const at of edges) yield* made(bytes, at, drawn(ways));
}

function* made(bytes: Buffer, at: number, way: Way): Generator<ContentChange> {
  const change = changeAt(bytes, at, way, draw);
  if (change) yield change;
}

const drawn = <T>(all: readonly T[]): T => all[Math.floor(draw() * all.length)] as T;

/** The first, the last, and some between; all of them when nothing may be left out. */
export function sampleOf<T>(all: readonly T[], count: number): readonly T[] {
  if (isExhaustive || all.length <= count) return all;
  const between = Array.from({ length: count - 2 }, () => drawn(all));
  return [all[0] as T, ...between, all.at(-1) as T];
}

// One miss may stand for thousands: the first ones show what is wrong.
const mostShown = 20;

/**
 * Changes all these files at once, again and again, until each has had all its changes, and expects of both checkers
 * that each is named each time. Only files of which a change in one does not make the checkers name another.
 */
export async function expectNamed(bag: string, paths: readonly string[]): Promise<void> {
  const original = new Map(paths.map((path) => [path, readFileSync(join(bag, path))]));
  const todo = new Map([...original].map(([path, bytes]) => [path, changesOf(bytes)]));
  const missed: string[] = [];
  const tryOnce = async (): Promise<void> => {
    const round = new Map<string, string>();
    for (const [path, changes] of todo) {
      const next = changes.next();
      writeFileSync(join(bag, path), next.done ? (original.get(path) ?? '') : next.value.bytes);
      if (next.done) todo.delete(path);
      else round.set(path, counted(path, next.value));
    }
    for (const miss of await unnamedBy(bag, [...round.keys()]))
      missed.push(`${miss}; changed: ${[...round].join(' ')}`);
  };
  await readingInPlace(async () => {
    while (todo.size > 0 && missed.length < mostShown) await tryOnce();
  });
  expect(missed).toEqual([]);
  expect(await complaintsAbout(bag)).toEqual(['', '']);
}

/** Each of these changes in a copy of the bag. */
export async function expectEachNamed(bag: string, changes: readonly StructureChange[]): Promise<void> {
  const copy = `${bag}.changed`;
  for (const { what, touched, apply } of changes) {
    count('which files and folders there are', 'files and folders');
    cpSync(bag, copy, { recursive: true });
    await apply(copy);
    await readingInPlace(async () => expect(await unnamedBy(copy, touched), what).toEqual([]));
    rmSync(copy, { recursive: true });
  }
}

/** One change of each of these files, alone: each kind in turn. */
export async function expectEachAlone(bag: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const bytes = readFileSync(join(bag, path));
    const way = drawn(ways.filter(({ kind }) => kind !== 'beginning cut off'));
    for (const at of [0, bytes.length >> 1, bytes.length - 1]) {
      const change = changeAt(bytes, at, way, draw);
      if (!change) continue;
      writeFileSync(join(bag, path), change.bytes);
      expect(await unnamedBy(bag, [path]), `${path} ${counted(path, change)}`).toEqual([]);
    }
    writeFileSync(join(bag, path), bytes);
  }
}

/** By file and kind. */
const tried = new Map<string, Map<string, number>>();

function counted(path: string, { kind, what }: ContentChange): string {
  count(path, kind);
  return what;
}

function count(path: string, kind: string): void {
  const ofFile = tried.get(path) ?? new Map<string, number>();
  tried.set(path, ofFile.set(kind, (ofFile.get(kind) ?? 0) + 1));
}

function tell(): void {
  const lines = [...tried].map(
    ([path, byKind]) => `${path}: ${[...byKind].map(([kind, times]) => `${times} ${kind}`).join(', ')}`,
  );
  const all = [...tried.values()].flatMap((byKind) => [...byKind.values()]).reduce((sum, n) => sum + n, 0);
  process.stderr.write(`${[...lines.sort(), `${all} changes tried`].join('\n')}\n`);
}
