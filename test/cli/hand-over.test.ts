import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getuid } from 'node:process';
import { describe, expect, it } from 'vitest';
import { examine } from '../../src/evidence/stranger/verify.mjs';
import { smallBag } from '../evidence/small-case.ts';
import { has } from '../support/pdf-tools.ts';
import { firebreak, newPlace, startFirebreak, type Place } from './support/command.ts';

/** A small sealed bag in a folder of its own, and three keys. */
async function aBag(): Promise<{ readonly place: Place; readonly bag: string }> {
  const place = newPlace();
  const folder = join(place.cwd, 'received');
  mkdirSync(folder);
  cpSync(await smallBag(), join(folder, 'bag'), { recursive: true });
  for (const name of ['first', 'second', 'third'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(place.cwd, name)]);
  return { place, bag: join(folder, 'bag') };
}

const handOver = (to: string, key: string): readonly string[] => [
  ...['hand-over', 'received/bag', '--from', 'A. Day', '--to', to],
  ...['--why', 'asked for', '--sign-with-ssh', key],
];
const logOf = (bag: string): readonly { readonly seq: number; readonly to: string }[] =>
  readFileSync(join(bag, 'seal/handover.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { seq: number; to: string });

describe.runIf(has('ssh-keygen'))('firebreak hand-over', () => {
  it('loses none of three that come at the same moment, with a counter-signature between them', async () => {
    const { place, bag } = await aBag();
    const sign = ['countersign', 'received/bag', '--as', 'b.witness', '--sign-with-ssh', 'third'];
    const all = [
      handOver('Counsel', 'first'),
      handOver('Police', 'second'),
      handOver('Insurer', 'third'),
      sign,
    ];
    const ran = await Promise.all(all.map((args) => startFirebreak(args, place).ended));
    expect(
      ran.map(({ code, stderr }) => [code, stderr.replace(/^waiting: this bag is in use: .*\n/m, '')]),
    ).toEqual(all.map(() => [0, '']));
    const log = logOf(bag);
    expect(log.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(log.map(({ to }) => to).sort()).toEqual(['Counsel', 'Insurer', 'Police']);
    const verified = await firebreak(['verify', bag, '--no-report'], place);
    expect([verified.code, verified.stderr]).toEqual([0, '']);
    expect((await examine(bag)).flatMap(([, problems]) => problems)).toEqual([]);
    expect(readdirSync(join(place.cwd, 'received'))).toEqual(['bag']);
  });

  it('goes on after one that was killed while it had the bag', async () => {
    const { place, bag } = await aBag();
    const bin = join(place.cwd, 'bin');
    mkdirSync(bin);
    // A token that nobody touches: the claim stands while ssh-keygen waits.
    writeFileSync(join(bin, 'ssh-keygen'), '#!/bin/sh\nexec sleep 5\n', { mode: 0o755 });
    const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}` };
    const stuck = startFirebreak(handOver('Counsel', 'first'), place, { env });
    const claims = (): readonly string[] =>
      readdirSync(join(place.cwd, 'received')).filter((name) => name !== 'bag');
    await expect.poll(claims, { timeout: 20_000 }).toHaveLength(1);
    const waiting = startFirebreak(handOver('Police', 'second'), place);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    stuck.child.kill('SIGKILL');
    const { code, stderr } = await waiting.ended;
    expect([code, stderr]).toEqual([0, expect.stringContaining('waiting: this bag is in use: process ')]);
    expect(logOf(bag).map(({ to }) => to)).toEqual(['Police']);
    expect(claims()).toEqual([]);
  });

  it.skipIf(getuid?.() === 0)(
    'says so when nothing can be laid beside the bag, and changes nothing',
    async () => {
      const { place, bag } = await aBag();
      const folder = join(place.cwd, 'received');
      chmodSync(folder, 0o555);
      const ran = await firebreak(handOver('Counsel', 'first'), place);
      chmodSync(folder, 0o755);
      expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('you may not write there')]);
      expect(readdirSync(join(bag, 'seal')).filter((name) => name.startsWith('handover'))).toEqual([]);
    },
  );
});
