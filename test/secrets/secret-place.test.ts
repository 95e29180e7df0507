import { mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { secretFileMaker, secretFileReader } from '../../src/secrets/index.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firebreak-places-'));
});

const secret = new Secret('CANARYsecretCANARYsecret', "the venue's reply");
const maker = () => secretFileMaker({ folder, home: folder });

describe('a place for a new secret', () => {
  it('is there, the user’s alone and with room, before the secret is', async () => {
    const place = await maker()('file:new.secret');
    const { mode, size } = statSync(join(folder, 'new.secret'));
    expect([mode & 0o777, size]).toEqual([0o600, 4_096]);
    await place.release();
  });

  it('holds the secret and nothing else, and our own reader takes it', async () => {
    const place = await maker()('file:~/new.secret');
    await place.fill(secret);
    expect(readFileSync(join(folder, 'new.secret'), 'utf8')).toBe(secret.reveal());
    const read = secretFileReader({ folder, home: folder, userId: process.getuid?.() });
    expect(await read('new.secret')).toBe(secret.reveal());
  });

  it('is gone when it was not needed', async () => {
    const place = await maker()('file:new.secret');
    await place.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stays when it is filled', async () => {
    const place = await maker()('file:new.secret');
    await place.fill(secret);
    await place.release();
    expect(readdirSync(folder)).toEqual(['new.secret']);
  });

  it('is never one that exists, and leaves that as it is', async () => {
    writeFileSync(join(folder, 'old.secret'), 'somebody’s');
    await expect(maker()('file:old.secret')).rejects.toThrow('nothing is written over');
    expect(readFileSync(join(folder, 'old.secret'), 'utf8')).toBe('somebody’s');
  });

  it.each([
    ['file:nowhere/new.secret', 'its folder does not exist'],
    ['env:NEW_SECRET', 'into a new file only'],
    ['prompt:new', 'into a new file only'],
    ['file:', 'into a new file only'],
  ])('cannot be %s', async (reference, why) => {
    await expect(maker()(reference)).rejects.toThrow(why);
    expect(readdirSync(folder)).toEqual([]);
  });
});
