import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readJournal } from '../../src/evidence/index.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { has } from '../support/pdf-tools.ts';
import { firebreak, newPlace, treeOf } from './support/command.ts';
import { allGoesWell, configure, play, writeAnswers, type Incident } from './support/incident.ts';
import { openRealVenue } from './support/real-venue.ts';

/** A real incident whose firebreak.yaml names an SSH key with a passphrase. */
async function incidentSignedBySsh(): Promise<Incident & { readonly fingerprint: string }> {
  const incident = { venue: await openRealVenue(), place: newPlace() };
  const proxy = await startConnectProxy(incident.venue.route);
  onTestFinished(() => proxy.close());
  configure(incident, proxy.url);
  const { cwd } = incident.place;
  const key = join(cwd, 'keys/ssh');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'correct horse battery', '-f', key]);
  appendFileSync(join(cwd, 'firebreak.yaml'), 'signing: { ssh: keys/ssh, passphrase: env:KEY_PASSPHRASE }\n');
  writeAnswers(incident.place, allGoesWell);
  const [, fingerprint = ''] = execFileSync('ssh-keygen', ['-l', '-f', key], { encoding: 'utf8' }).split(' ');
  return { ...incident, fingerprint };
}

describe.runIf(has('ssh-keygen'))('a case that is signed with an SSH key', () => {
  it('stays open with exit 3 when nobody signs; resume signs it, and its report names the key', async () => {
    const incident = await incidentSignedBySsh();
    const { place, fingerprint } = incident;
    const right = { jumps: true, env: { KEY_PASSPHRASE: 'correct horse battery' } };
    const running = play(incident, ['respond'], right);
    // It was there before the first question, and is gone when the case is to be signed.
    await running.until('"step.finished"');
    const key = join(place.cwd, 'keys/ssh');
    renameSync(key, `${key}.lost`);
    const stopped = await running.ended;
    expect([stopped.code, stopped.stderr]).toEqual([3, expect.stringContaining('private half of the key')]);
    const [id = ''] = readdirSync(place.home).filter((name) => name.startsWith('FB-'));
    expect(stopped.stderr).toContain(`firebreak resume ${id}`);
    const exports = join(place.cwd, 'reports', id);
    expect(existsSync(join(exports, 'bag'))).toBe(false);

    renameSync(`${key}.lost`, key);
    const ran = await play(incident, ['resume', id], right).ended;
    expect([ran.code, ran.stderr]).toEqual([4, expect.stringContaining('CONTAINED')]);
    expect(readFileSync(join(exports, 'bag/seal/allowed_signers'), 'utf8')).toContain('ssh-ed25519');
    expect(readFileSync(join(exports, 'report.json'), 'utf8')).toContain(fingerprint);
    const args = ['verify', join(exports, 'bag'), '--fingerprint', fingerprint];
    expect(await firebreak(args, place)).toMatchObject({ code: 0 });
    expect(existsSync(join(place.home, 'signing-key.pem'))).toBe(false);
  });

  it('is not begun when its key or its passphrase is not there, or is wrong', async () => {
    const incident = await incidentSignedBySsh();
    const { place } = incident;
    const before = treeOf(place.home);
    const unset = await play(incident, ['respond'], { jumps: true }).ended;
    expect([unset.code, unset.stderr]).toEqual([2, expect.stringContaining('KEY_PASSPHRASE is not set')]);
    const env = { KEY_PASSPHRASE: 'x' };
    const wrong = { jumps: true, env: { KEY_PASSPHRASE: 'another' } };
    const refused = await play(incident, ['respond'], wrong).ended;
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('SSH key is wrong')]);
    const args = ['respond', '--sign-with-ssh', 'keys/nowhere'];
    const nowhere = await play(incident, args, { jumps: true, env }).ended;
    expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining('no key at keys/nowhere')]);
    expect(treeOf(place.home)).toEqual(before);
  });

  it('can be handed over while it is open: its journal says who, to whom, why, and what was checked', async () => {
    const incident = await incidentSignedBySsh();
    const { place } = incident;
    const running = play(incident, ['respond'], {
      ...{ jumps: true, env: { KEY_PASSPHRASE: 'correct horse battery' } },
    });
    await running.until('"step.finished"');
    renameSync(join(place.cwd, 'keys/ssh'), join(place.cwd, 'keys/lost'));
    expect((await running.ended).code).toBe(3);
    const [id = ''] = readdirSync(place.home).filter((name) => name.startsWith('FB-'));
    const args = ['hand-over', id, '--from', 'A. Day', '--to', 'B. Night', '--why', 'change of shift'];
    expect(await firebreak(args, place)).toMatchObject({ code: 0, stderr: '' });
    const journal = readJournal(readFileSync(join(place.home, id, 'journal/journal.jsonl')));
    expect(journal.records.at(-1)?.event).toMatchObject({
      ...{
        type: 'custody.recorded',
        by: 'A. Day',
        action: 'handed over to B. Night',
        reason: 'change of shift',
      },
      item: expect.stringMatching(
        /head [0-9a-f]{64}; \d+ exhibits hashed, all as they were acquired/,
      ) as unknown,
    });
    const [exhibit = ''] = readdirSync(join(place.home, id, 'exhibits')).filter((name) =>
      name.endsWith('.json'),
    );
    appendFileSync(join(place.home, id, 'exhibits', exhibit), ' ');
    const damaged = await firebreak(args, place);
    expect([damaged.code, damaged.stdout]).toEqual([
      5,
      expect.stringContaining(`altered: ${exhibit.slice(0, 6)}`),
    ]);
  });
});
