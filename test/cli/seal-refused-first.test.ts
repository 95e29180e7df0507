import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { has } from '../support/pdf-tools.ts';
import { firebreak, newPlace, treeOf, type Place } from './support/command.ts';
import { sealDrill, type SealedDrill } from './support/sealed-drill.ts';

const recipient = 'age1adh2npdhcqfv4zxama7yjjpg2htapdgefxt8raqz6c6nsl6s4v4qw98sns';
const killedAtRemoval = join(import.meta.dirname, 'support/killed-at-removal.ts');

describe.runIf(has('ssh-keygen'))('seal, of several things at once', () => {
  let drill: SealedDrill;
  beforeAll(async () => {
    drill = await sealDrill();
  });

  function derivedFrom(): { place: Place; folder: string } {
    const place = newPlace();
    cpSync(drill.place.home, place.home, { recursive: true });
    cpSync(drill.place.cwd, place.cwd, { recursive: true });
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(place.cwd, 'second')]);
    return { place, folder: join(place.cwd, 'reports', drill.id) };
  }
  const countersigned = ['--countersign', 'b.witness', '--sign-with-ssh', 'second'];

  it.each<[string, readonly string[], (folder: string, id: string) => void, RegExp]>([
    [
      'a parcel of the copy is there',
      ['--share', 'strict', '--to', recipient, ...countersigned],
      (folder, id) => writeFileSync(join(folder, `${id}-share.tar.age.sha256`), 'x'),
      /something at .*-share\.tar\.age\.sha256 already[^]*move it elsewhere first/,
    ],
    [
      'a copy is there',
      ['--share', 'strict', ...countersigned],
      (folder) => mkdirSync(join(folder, 'bag-share')),
      /a copy for sharing already[^]*name that folder to encrypt it/,
    ],
    [
      'a parcel is there',
      ['--to', recipient, ...countersigned],
      (folder, id) => writeFileSync(join(folder, `${id}.tar.age`), 'x'),
      /\.tar\.age is there already/,
    ],
    [
      'a counter-signer without a key',
      ['--stamp', '--countersign', 'b.witness', '--share', 'strict'],
      () => undefined,
      /a key of his own/,
    ],
  ])('writes nothing at all when the last cannot be done: %s', async (_, flags, prepare, why) => {
    const { place, folder } = derivedFrom();
    prepare(folder, drill.id);
    const before = treeOf(place.cwd);
    const { code, stdout, stderr } = await firebreak(['seal', drill.id, ...flags], place);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(why);
    expect(treeOf(place.cwd)).toEqual(before);
  });

  it('killed while it removes the plain copy, leaves no folder by its name that lacks files', async () => {
    const { place, folder } = derivedFrom();
    const args = ['seal', drill.id, '--share', 'strict', '--to', recipient];
    const ran = await firebreak(args, place, { preload: [killedAtRemoval] });
    expect(ran.code).toBeNull();
    expect(existsSync(join(folder, 'bag-share'))).toBe(false);
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining([`${drill.id}-share.tar.age`, `${drill.id}-share.tar.age.sha256`]),
    );
  });
});
