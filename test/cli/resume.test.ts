import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askEarly } from '../../src/cli/early-question.ts';
import type { Environment } from '../../src/cli/environment.ts';
import {
  eventsIn,
  firebreak,
  newPlace,
  startFirebreak,
  treeOf,
  type Place,
  type Ran,
} from './support/command.ts';
import { once } from './support/once.ts';
import { sharedDrill } from './support/shared-drill.ts';

const model = ['--responder', 'model'];

/** A drill that is broken off by a signal as soon as its case is open. */
async function brokenOff(place: Place): Promise<{ readonly id: string; readonly ran: Ran }> {
  const running = startFirebreak(['drill', ...model, '--speed', '60', '--json'], place);
  await running.until('"type":"clock.measured"');
  running.child.kill('SIGTERM');
  const ran = await running.ended;
  return { id: String(eventsIn(ran.stdout)[0]?.caseId), ran };
}

/** A place with a drill in it that was broken off. */
const withBrokenOff = once(async (place) => void (await brokenOff(place)));
const idIn = ({ home }: Place): string => readdirSync(join(home, 'drills')).find(isDrill) ?? '';
const isDrill = (name: string): boolean => name.startsWith('DRILL-');

const folderOf = ({ home }: Place, id: string): string => join(home, 'drills', id);
const journalOf = (place: Place, id: string): string =>
  readFileSync(join(folderOf(place, id), 'journal/journal.jsonl'), 'utf8');

describe('firebreak resume', () => {
  it('goes on with the only open case; a broken-off run ends with 130 and says how to go on', async () => {
    const place = newPlace();
    const { id, ran } = await brokenOff(place);
    expect([ran.code, ran.stderr]).toEqual([130, expect.stringContaining(`Next  firebreak resume ${id}`)]);
    // An authority that was asked at that moment may still be noted behind it, nothing else.
    const behind = journalOf(place, id).split('"type":"run.stopped"');
    expect(behind).toHaveLength(2);
    for (const [, type] of behind[1]?.matchAll(/"type":"([a-z.]+)"/g) ?? [])
      expect(type).toMatch(/^timestamp\./);
    expect(readdirSync(folderOf(place, id)).filter((name) => name.startsWith('case.lock'))).toEqual([]);

    const resumed = await firebreak(['resume', ...model, '--json'], place);
    expect([resumed.code, resumed.stderr]).toEqual([0, expect.stringContaining('CONTAINED')]);
    const events = eventsIn(resumed.stdout);
    expect(events[0]).toMatchObject({ type: 'case.opened', caseId: id });
    expect(events[1]).toMatchObject({ type: 'run.resumed' });
    // Nothing is asked twice.
    const questions = [...events, ...eventsIn(ran.stdout)]
      .filter(({ type }) => type === 'answer.given')
      .map(({ question, attempt }) => `${question}#${attempt}`);
    expect(questions.filter((each) => each.startsWith('open-case/')).length).toBe(3);
  });

  it('wants a name when several are open, and takes it', async () => {
    const place = await withBrokenOff();
    const [one, two] = [{ id: idIn(place) }, await brokenOff(place)];
    const unclear = await firebreak(['resume'], place);
    expect([unclear.code, unclear.stderr]).toEqual([
      2,
      expect.stringContaining('2 cases are open: name one'),
    ]);
    for (const { id } of [one, two]) expect(unclear.stderr).toContain(id);
    const misspelt = await firebreak(['resume', one.id.slice(0, -1)], place);
    expect([misspelt.code, misspelt.stderr]).toEqual([2, expect.stringContaining(`did you mean ${one.id}?`)]);
    writeFileSync(join(place.cwd, 'none.yaml'), 'operator: Kim\nanswers: {}\n');
    const named = await firebreak(['resume', one.id, '--answers', 'none.yaml', '--json'], place);
    expect([named.code, eventsIn(named.stdout)[0]?.caseId]).toEqual([3, one.id]);
  });

  it('says of a closed case how it ended, with its exit code, and adds nothing to its record', async () => {
    const { place, id } = await sharedDrill();
    const before = treeOf(place.home);
    const again = await firebreak(['resume', id], place);
    expect([again.code, again.stderr]).toEqual([0, '']);
    expect(again.stdout).toBe(
      `${id} is closed and sealed: CONTAINED. It was exported to reports/${id}, or where --reports said.\n`,
    );
    const unnamed = await firebreak(['resume'], place);
    expect([unnamed.code, unnamed.stderr]).toEqual([2, expect.stringContaining('no case is open')]);
    expect(treeOf(place.home)).toEqual(before);
  });

  it('refuses a case that another process holds, by its number, and does not disturb it', async () => {
    const place = newPlace();
    const running = startFirebreak(['drill', ...model, '--speed', '60', '--json'], place);
    await running.until('"type":"case.opened"');
    const id = String(eventsIn(running.stdout())[0]?.caseId);
    const second = await firebreak(['resume', id, ...model], place);
    expect([second.code, second.stderr]).toEqual([
      2,
      expect.stringContaining(`this case is in use: process ${running.child.pid}`),
    ]);
    running.child.kill('SIGTERM');
    expect((await running.ended).code).toBe(130);
    expect(journalOf(place, id)).not.toContain('"type":"run.resumed"');
  });

  it('stops as if interrupted when nobody reads its output any more', async () => {
    const place = newPlace();
    const running = startFirebreak(['drill', ...model], place);
    await running.until('OPENED');
    running.child.stdout?.destroy();
    const { code, stderr } = await running.ended;
    expect([code, stderr]).toEqual([130, '']);
    const [id = ''] = readdirSync(join(place.home, 'drills'));
    expect(journalOf(place, id)).toContain('"type":"run.stopped"');
  });
});

describe('a case folder that is not as it should be', () => {
  /** Changes the journal of a broken-off drill, tries to go on, and expects nothing else to have changed. */
  async function resumeChanged(change: (journal: string) => string): Promise<Ran> {
    const place = await withBrokenOff();
    const id = idIn(place);
    const changed = change(journalOf(place, id));
    writeFileSync(join(folderOf(place, id), 'journal/journal.jsonl'), changed);
    const before = treeOf(place.home);
    const ran = await firebreak(['resume', id, ...model], place);
    expect(treeOf(place.home)).toEqual(before);
    return ran;
  }

  it('of a newer version: refused, and told which firebreak can', async () => {
    const { code, stderr } = await resumeChanged((journal) => journal.replace('"format":1', '"format":2'));
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('has format 2; this firebreak reads format 1'),
    ]);
    expect(stderr).toContain('use the newer firebreak that wrote it');
  });

  it('with a record that was changed: exit 5, the record by its number', async () => {
    const { code, stderr } = await resumeChanged((journal) =>
      journal.replace('"answer":"model responder"', '"answer":"somebody else"'),
    );
    expect([code, stderr]).toEqual([5, expect.stringMatching(/^firebreak: the record does not hold: .*\d/)]);
  });
});

describe('a real case whose configuration was changed', () => {
  const config = `accounts:
  - id: binance-main
    venue: binance
    label: Market making
    task: trading-bot
    credentials: { label: mm1-prod, apiKey: env:KEY, secret: env:SECRET }
`;
  const env = { KEY: 'the-key-that-leaked', SECRET: 'and-its-secret' };
  const answered = ['--answers', 'answers.yaml'];

  /** Opens a case that stops at its first question: nothing was sent anywhere. */
  async function opened(): Promise<Place> {
    const place = newPlace();
    writeFileSync(join(place.cwd, 'answers.yaml'), 'operator: Kim\nanswers: {}\n');
    writeFileSync(join(place.cwd, 'firebreak.yaml'), config);
    expect((await firebreak(['respond', ...answered], place, { env })).code).toBe(3);
    return place;
  }

  async function refused(place: Place, around: Readonly<Record<string, string>>): Promise<string> {
    const before = treeOf(place.home);
    const { code, stderr } = await firebreak(['resume', ...answered], place, { env: around });
    expect([code, treeOf(place.home)]).toEqual([2, before]);
    return stderr;
  }

  it('another key in the place of the leaked one: refused, since every probe would be about the wrong key', async () => {
    const place = await opened();
    const told = await refused(place, { ...env, KEY: 'the-new-key-already-here' });
    expect(told).toContain('the key of "binance-main" was the-…aked (19), now the-…here (24)');
    expect(told).toContain('keep the leaked key where "credentials" points');
    expect((await firebreak(['resume', ...answered], place, { env })).code).toBe(3);
  });

  it('an account that is no longer there, or a secret that cannot be had: refused by name', async () => {
    const place = await opened();
    expect(await refused(place, { KEY: env.KEY })).toContain('SECRET');
    writeFileSync(join(place.cwd, 'firebreak.yaml'), config.replace('binance-main', 'binance-2'));
    expect(await refused(place, env)).toContain('firebreak.yaml no longer has the account "binance-main"');
  });

  it('puts no first question on the screen early: it was answered, or will be asked in its turn', async () => {
    const { home, cwd } = await opened();
    const atTerminal = { argv: ['respond'], isInteractive: true, cwd, home, env: { FIREBREAK_HOME: home } };
    expect(askEarly(atTerminal as unknown as Environment)).toBeUndefined();
  });

  it('the model responder is for drills', async () => {
    const place = await opened();
    const { code, stderr } = await firebreak(['resume', '--responder', 'model'], place, { env });
    expect([code, stderr]).toEqual([2, expect.stringContaining('the model responder plays drills only')]);
  });
});

describe('--answers without an answer', () => {
  const write = ({ cwd }: Place, answers: Readonly<Record<string, string>>): void =>
    writeFileSync(join(cwd, 'answers.yaml'), JSON.stringify({ operator: 'Kim', answers }));
  const begun = { 'open-case/what-leaked': 'api-key' };

  it('stops with 3, names the question and the line to add; with the line added, resume goes on', async () => {
    const place = newPlace();
    write(place, begun);
    const ran = await firebreak(['drill', '--answers', 'answers.yaml', '--speed', '200'], place);
    expect([ran.code, ran.stderr]).toEqual([3, '']);
    expect(ran.stdout).toContain('no answer for "open-case/losing-money" (Is money leaving right now?)');
    expect(ran.stdout).toContain('add the line: "open-case/losing-money": "yes"');
    const [id = ''] = readdirSync(join(place.home, 'drills'));
    expect(ran.stdout).toContain(`Next  firebreak resume ${id}`);

    write(place, { ...begun, 'open-case/losing-money': 'yes' });
    const resumed = await firebreak(['resume', '--answers', 'answers.yaml', '--json'], place);
    expect(resumed.code).toBe(3);
    const events = eventsIn(resumed.stdout);
    expect(events.filter(({ type }) => type === 'answer.given').map(({ question }) => question)).toEqual([
      'open-case/losing-money',
      'open-case/who-are-you',
    ]);
    expect(events).toContainEqual(
      expect.objectContaining({ step: 'open-case', outcome: { is: 'verified' } }),
    );
  });

  it('with one that is none of the choices: the nearest is named, and what looks like a key is kept nowhere', async () => {
    const place = newPlace();
    const secret = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';
    write(place, { ...begun, 'open-case/losing-money': secret });
    const ran = await firebreak(['drill', '--answers', 'answers.yaml', '--speed', '200'], place);
    expect(ran.code).toBe(3);
    const [id = ''] = readdirSync(join(place.home, 'drills'));
    expect(`${ran.stdout}${ran.stderr}${journalOf(place, id)}`).not.toContain(secret.slice(0, 16));

    write(place, { ...begun, 'open-case/losing-money': 'yess' });
    const near = await firebreak(['resume', '--answers', 'answers.yaml'], place);
    expect([near.code, near.stdout]).toEqual([3, expect.stringContaining('did you mean "yes"?')]);
  });
});
