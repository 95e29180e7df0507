import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { firebreak, newPlace, treeOf, type Place, type Ran } from './support/command.ts';

// What cannot be done is refused before anything is written: the state folder and the working folder
// are the same afterwards, and the exit code is 2.

interface Refusal {
  readonly stderr: string;
  readonly stdout: string;
}

/** Runs it; fails unless it ends with 2 and leaves both folders as they were. */
async function refusalOf(
  args: readonly string[],
  place: Place = newPlace(),
  env: Readonly<Record<string, string>> = {},
): Promise<Refusal> {
  const before = [treeOf(place.cwd), treeOf(place.home)];
  const ran: Ran = await firebreak(args, place, { env });
  expect([ran.code, ran.stderr]).toEqual([2, expect.stringMatching(/^firebreak: /)]);
  expect([treeOf(place.cwd), treeOf(place.home)]).toEqual(before);
  return ran;
}

/** A place with these files in its working folder. */
function placeWith(files: Readonly<Record<string, string>>): Place {
  const place = newPlace();
  mkdirSync(join(place.cwd, 'keys'), { mode: 0o700 });
  for (const [path, text] of Object.entries({ 'keys/key': 'k', 'keys/secret': 's', ...files }))
    writeFileSync(join(place.cwd, path), text, { mode: 0o600 });
  return place;
}

const config = `accounts:
  - id: binance-main
    venue: binance
    label: Market making
    task: trading-bot
    credentials:
      label: mm1-prod
      apiKey: file:keys/key
      secret: file:keys/secret
`;
const answers = '{ operator: R. Muster, answers: { "*/menu": continue } }';
const shipped = readFileSync(
  fileURLToPath(new URL('../../playbooks/leaked-api-key.yaml', import.meta.url)),
  'utf8',
);

/** The shipped playbook with one thing changed. */
function brokenPlaybook(from: string, to: string): string {
  const changed = shipped.replace(from, to);
  if (changed === shipped) throw new Error(`the playbook does not say ${from}`);
  return changed;
}

describe('a name or a flag that is not there', () => {
  it.each([
    ['drill thin-pare', 'there is no scenario "thin-pare"', 'did you mean "thin-pair"?'],
    ['respond leaked-api-kee', 'there is no playbook "leaked-api-kee"', 'did you mean "leaked-api-key"?'],
    [
      'playbook show nothing-like-it',
      'there is no playbook',
      'there are, besides files by their path: leaked-api-key',
    ],
    ['drill nowhere/my.yaml', 'the scenario nowhere/my.yaml cannot be read', 'there is no such file'],
    ['dril', "unknown command 'dril'", 'Did you mean drill?'],
    ['playbook shwo', "unknown command 'shwo'", 'Did you mean show?'],
    ['drill --sped 3', "unknown option '--sped'", 'Did you mean --speed?'],
    ['drill --responder robot', "'robot' is invalid", 'person, model'],
    ['drill --responder model --answers a.yaml', "'--responder <who>' cannot be used with", '--answers'],
    ['drill --speed 0', 'above 0, at most 1000; found 0', 'at: --speed'],
    ['drill --speed fast', 'found what is no number', 'at: --speed'],
    ['drill --speed 1001', 'found 1001', 'at: --speed'],
    ['drill --responder person', 'no terminal to ask a person at', 'at: --responder'],
    [
      'drill --answers no.yaml',
      'the answers file no.yaml cannot be read: there is no such file',
      '--answers',
    ],
    ['drill --reports /dev/null/x', '/dev/null is no folder', 'at: --reports'],
    ['respond', 'a real incident needs a person at a terminal', '--answers FILE'],
    ['respond --answers a.yaml --config c.yaml', 'the answers file a.yaml', 'no such file'],
    ['resume', 'no case is open', 'firebreak respond'],
    ['resume FB-20261121-0312-k7q2', 'there is no case FB-20261121-0312-k7q2', 'there are no cases yet'],
    ['resume ../../etc', 'there is no case that name', 'hint'],
    ['verify nowhere', 'there is no bag at nowhere', 'a case gets one when it ends'],
    [
      'verify FB-1.tar.age',
      'there is no bag at FB-1.tar.age',
      'that is an encrypted bag: `age -d FILE | tar x`',
    ],
  ])('%s', async (line, ...told) => {
    const { stderr } = await refusalOf(line.split(' '));
    for (const text of told) expect(stderr).toContain(text);
  });

  it('shows a hostile name with nothing in it that a terminal would act on', async () => {
    const { stderr } = await refusalOf(['drill', 'thin\u001b[2J\u202epair']);
    expect(stderr).toContain('thin\\u{1b}[2J\\u{202e}pair');
  });

  it.each(['tabletop', 'status', 'report', 'init', 'doctor'])(
    'firebreak %s says that it is not there yet, whatever stands behind it',
    async (command) => {
      const { stderr } = await refusalOf([command, 'x', '--with', 'y']);
      expect(stderr).toContain(`\`firebreak ${command}\` is not there yet`);
    },
  );

  it('names the whole command when a part of playbook is not there yet', async () => {
    expect((await refusalOf(['playbook', 'import', 'x.json'])).stderr).toContain(
      '`firebreak playbook import`',
    );
  });

  it('a state folder that is no absolute path', async () => {
    const { stderr } = await refusalOf(['drill'], newPlace(), { FIREBREAK_HOME: 'here' });
    expect(stderr).toContain('FIREBREAK_HOME should be an absolute path');
  });
});

describe('a playbook in which something is wrong', () => {
  const broken = {
    'YAML that is none': [
      brokenPlaybook('title: Triage', 'title: [Triage'),
      /^firebreak: p\.yaml:34:5: not YAML: .*\n {6}purpose: .*\n {6}\^$/m,
    ],
    'a step that nothing leads to': [
      brokenPlaybook('      - id: introspect-keys', '      - id: introspect-keys\n        next: set-scope'),
      /^p\.yaml:\d+:\d+: nothing leads to the step "decide-order"/m,
    ],
    'an unknown kind of step': [
      brokenPlaybook('do: { kind: revoke-key }', 'do: { kind: revok-key }'),
      /unknown step kind "revok-key"\n.*\n +\^\n {2}hint: did you mean "revoke-key"\?/,
    ],
    'a step without a check': [
      brokenPlaybook('            check: { kind: confirm-key-dead }\n', ''),
      /^firebreak: p\.yaml:\d+:13: "check" is missing: it says how we know/,
    ],
    'a condition on what no step has found': [
      brokenPlaybook('fact: introspect-keys.canWithdraw', 'fact: introspect-keys.canWithdrow'),
      /leaves the fact "introspect-keys\.canWithdrow"/,
    ],
  } as const;

  it.each(Object.entries(broken))(
    '%s: told by `playbook check` and by `respond`',
    async (_name, [text, told]) => {
      const place = placeWith({ 'p.yaml': text, 'firebreak.yaml': config, 'answers.yaml': answers });
      expect((await refusalOf(['playbook', 'check', 'p.yaml'], place)).stderr).toMatch(told);
      expect((await refusalOf(['respond', 'p.yaml', '--answers', 'answers.yaml'], place)).stderr).toMatch(
        told,
      );
    },
  );

  it('a scenario without a venue that is simulated', async () => {
    const scenario = readFileSync(
      fileURLToPath(new URL('../../playbooks/drills/thin-pair.yaml', import.meta.url)),
      'utf8',
    ).replace('venue: binance', 'venue: binanse');
    const { stderr } = await refusalOf(['drill', 'mine.yaml'], placeWith({ 'mine.yaml': scenario }));
    expect(stderr).toMatch(/^firebreak: mine\.yaml:\d+:8: "binanse" is not a venue that is simulated/);
    expect(stderr).toContain('did you mean "binance"?');
  });
});

describe('a configuration in which something is wrong', () => {
  const secret = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';
  const broken = {
    'a secret in clear': [
      config.replace('file:keys/secret', secret),
      'firebreak.yaml:9:15: a secret is written in clear here (not shown)',
      'env:NAME or file:PATH',
    ],
    'a venue that is unknown': [
      config.replace('venue: binance', 'venue: binanse'),
      'firebreak.yaml:3:12:',
      'did you mean "binance"?',
    ],
    'a tab': [config.replace('    task', '\ttask'), 'firebreak.yaml:5:1:', 'tab'],
    'a field that is unknown': [
      config.replace('task:', 'tasks:'),
      'firebreak.yaml:5:5:',
      'did you mean "task"?',
    ],
    'a secret file that is not there': [
      config.replace('keys/secret', 'keys/nothing'),
      'the key "mm1-prod" cannot be read',
      'there is no such file',
    ],
    'a variable that is not set': [
      config.replace('file:keys/secret', 'env:MM1_SECRET'),
      'MM1_SECRET',
      'hint',
    ],
    'a proxy in a reference that is no proxy': [
      `${config}    proxy: file:keys/key\n`,
      'the proxy of Market making, from file:keys/key, is no http:// or socks5:// URL',
      'http://user:password@host:port',
    ],
  } as const;

  it.each(Object.entries(broken))('%s', async (_name, [text, ...told]) => {
    const place = placeWith({ 'firebreak.yaml': text, 'answers.yaml': answers });
    const { stderr } = await refusalOf(['respond', '--answers', 'answers.yaml'], place);
    for (const part of told) expect(stderr).toContain(part);
    expect(stderr).not.toContain(secret.slice(0, 12));
  });

  it('a secret file that others may read: refused with the command that mends it', async () => {
    const place = placeWith({ 'firebreak.yaml': config, 'answers.yaml': answers });
    chmodSync(join(place.cwd, 'keys/secret'), 0o644);
    const { stderr } = await refusalOf(['respond', '--answers', 'answers.yaml'], place);
    expect(stderr).toContain('others than its owner may use it (mode 0644)');
    expect(stderr).toContain('chmod 600');
  });

  it('an answers file: told at its line, before the configuration is read', async () => {
    const place = placeWith({ 'answers.yaml': 'operator: R. Muster\nanswers:\n  a: { b: c }\n' });
    const { stderr } = await refusalOf(['respond', '--answers', 'answers.yaml'], place);
    expect(stderr).toContain('answers.yaml:3:6: "a" should be an answer, or a list of answers');
  });
});
