import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.ts';
import type { BadFile, FileProblem } from '../../src/domain/file-problem.ts';
import { refusalBy, told } from '../support/refused-file.ts';
import { venues } from './venues.ts';

const sound = `accounts:
  - id: main
    venue: binance
    task: trading-bot
    credentials: { apiKey: env:BOT_KEY, secret: env:BOT_SECRET }
`;

const refusalOf = (text: string): BadFile => refusalBy(() => loadConfig('firebreak.yaml', text, venues));

const problemsOf = (text: string): readonly FileProblem[] => refusalOf(text).problems;

const toldOf = (text: string): string[] => problemsOf(text).map(told);

describe('loadConfig', () => {
  it('reads the example of its README', async () => {
    const readme = await readFile(new URL('../../src/config/README.md', import.meta.url), 'utf8');
    const example = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    const { accounts } = loadConfig('firebreak.yaml', example, venues);
    expect(accounts.map(({ account }) => account.id)).toEqual(['binance-main', 'okx-sub']);
    expect(accounts[0]?.account).toMatchObject({
      venue: 'binance',
      expectedScopes: ['read', 'spot-trade'],
      pattern: {
        clientOrderIdPrefixes: ['mm1-'],
        usualSymbols: ['BTCUSDT', 'ETHUSDT'],
        usualFillsPerMinute: '2.5',
      },
    });
    expect(accounts[0]?.keys.responder?.parts).toEqual({
      apiKey: 'file:secrets/ir-key',
      secret: 'file:secrets/ir-secret',
    });
    expect(accounts[1]?.keys.suspect.parts['password']).toBe('prompt:OKX passphrase');
  });

  it('expects of a key what its task needs, and nothing more, when the file does not say', () => {
    const [only] = loadConfig('f', sound.replace('trading-bot', 'payouts'), venues).accounts;
    expect(only?.account.expectedScopes).toEqual(['read', 'withdraw']);
    expect(only?.account.label).toBe('main');
  });

  it('tells every problem at once, each at its line and column', () => {
    const text = `accounts:
  - id: main
    venue: binnace
    task: trading-bot
    lable: Main
    expectedScopes: [read, widthdraw]
    expectedIpAllowlist: [203.0.113.7, 203.0.113.0/40]
    created: yesterday
    credentials: { apiKey: env:BOT_KEY, secret: env:BOT_SECRET }
  - id: 7
    venue: okx
    task: trading-bot
    credentials: { apiKey: env:A, secret: env:B }
`;
    expect(toldOf(text)).toEqual([
      '3:12 "venue" should be one of binance, okx, found "binnace" (did you mean "binance"?)',
      '5:5 unknown name "lable" (did you mean "label"?)',
      expect.stringContaining('6:28 an item of "expectedScopes" should be one of read, '),
      '7:40 an item of "expectedIpAllowlist" should be an IP address or range, such as 203.0.113.7 or 203.0.113.0/29, found "203.0.113.0/40"',
      '8:14 "created" should be a date such as 2026-11-21, found "yesterday"',
      '10:9 "id" should be text, found 7 (put it in quotes)',
      '13:5 "credentials" has no password: a key of okx has apiKey, secret, password',
    ]);
  });

  it('shows the line with a caret under the place', () => {
    const [problem] = problemsOf(sound.replace('binance', 'binnace'));
    expect(problem?.excerpt).toBe('      venue: binnace\n             ^');
  });

  it('names what is missing', () => {
    expect(toldOf('accounts:\n  - id: main\n')).toEqual([
      '2:5 "venue" is missing: expected one of binance, okx',
      '2:5 "task" is missing: expected one of screener, trading-bot, reporting, transfers, payouts',
      '2:5 "credentials" is missing: expected names with values',
    ]);
  });

  it.each([
    ['', 'the file should be names with values, found nothing'],
    ['just text', 'the file should be names with values, found "just text"'],
    ['accounts: []', '"accounts" should be a list of at least one account, found an empty list'],
    ['accounts:', '"accounts" should be a list, found nothing'],
    ['account: []', 'unknown name "account"'],
  ])('refuses %j', (text, message) => {
    expect(toldOf(text).join('\n')).toContain(message);
  });

  it('refuses an id that is used twice, in whatever case, at the second place', () => {
    const text = sound + sound.slice(sound.indexOf('  - id')).replace('main', 'Main');
    expect(toldOf(text)).toEqual(['6:9 the id "Main" is used twice']);
  });

  it.each([
    ['other', 'there is no account "other" (accounts: main)'],
    ['mian', 'there is no account "mian" (did you mean "main"?)'],
    ['sub', 'an account cannot lie below itself'],
  ])('refuses the account above: %s', (above, message) => {
    const sub = sound
      .slice(sound.indexOf('  - id'))
      .replace('main', 'sub')
      .replace('task', `subAccountOf: ${above}\n    task`);
    expect(toldOf(sound + sub)).toEqual([`8:19 ${message}`]);
  });

  it('refuses two accounts that lie below each other, without running in circles', () => {
    const below = (id: string, above: string) =>
      sound
        .slice(sound.indexOf('  - id'))
        .replace('main', id)
        .replace('task', `subAccountOf: ${above}\n    task`);
    expect(toldOf(`accounts:\n${below('a', 'b')}${below('b', 'a')}`)).toHaveLength(2);
  });

  it('refuses a part that a key of the venue does not have', () => {
    expect(toldOf(sound.replace('env:BOT_SECRET', 'env:BOT_SECRET, password: env:P'))).toEqual([
      '5:65 a key of binance has no "password" (its parts: apiKey, secret)',
    ]);
  });

  it.each(['responder', 'replacement'])('refuses the suspect key in the role of the %s', (role) => {
    const text = `${sound}    ${role}: { secret: env:BOT_SECRET, apiKey: env:BOT_KEY }\n`;
    expect(toldOf(text)).toEqual([`6:5 "${role}" is the same key as "credentials": it must be another one`]);
  });

  it('keeps a small number of fills as a plain decimal', () => {
    const [only] = loadConfig(
      'f',
      `${sound}    pattern: { usualFillsPerMinute: 0.0000001 }\n`,
      venues,
    ).accounts;
    expect(only?.account.pattern.usualFillsPerMinute).toBe('0.0000001');
  });

  it.each([
    ['socks5://proxy.example:1080', { url: 'socks5://proxy.example:1080' }],
    ['env:PROXY_URL', { reference: 'env:PROXY_URL' }],
  ])('takes the proxy %s', (proxy, expected) => {
    expect(loadConfig('f', `${sound}    proxy: ${proxy}\n`, venues).accounts[0]?.proxy).toEqual(expected);
  });

  it('refuses a text that would act on a screen', () => {
    expect(toldOf(`${sound}    label: "main\\e[2J"\n`)[0]).toContain('this text holds the character U+001B');
    expect(toldOf(`${sound}    label: "ma\\u200bin"\n`)[0]).toContain(
      'text without control or invisible characters',
    );
    expect(refusalOf(`${sound}    label: "main\\e[2J"\n`).message).not.toContain('\u001b');
  });
});

describe('what is not plain YAML', () => {
  it.each([
    ['\taccounts: []', 'a tab indents this line'],
    ['accounts: [\n', 'or a bracket above is not closed'],
    ['accounts: []\n---\naccounts: []\n', 'a second document begins here'],
    ['accounts: []\naccounts: []\n', 'this name stands here twice'],
    ['a: &a [1]\naccounts: *a\n', 'aliases (*name) are not read'],
    ['accounts: &a []\n', 'anchors (&name) are not read'],
    ['accounts: !!js/function "x"\n', 'tags (!name) are not read'],
    ['accounts:\n  - <<: { id: x }\n', 'merge keys (<<) are not read'],
    ['accounts:\n  - ? [a]\n    : b\n', 'a name should be text'],
    [`accounts: ${'['.repeat(50_000)}`, ''],
    [`accounts: ${'[['.repeat(15)}${']]'.repeat(15)}`, 'nested too deep'],
    ['# '.padEnd(512 * 1024 + 1, 'x'), 'larger than 512 KiB'],
  ])('is refused, not read somehow: %#', (text, message) => {
    expect(toldOf(text).join('\n')).toContain(message);
  });

  it('does not unfold a bomb', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i++)
      lines.push(`a${i}: &a${i} [${Array.from({ length: 9 }, () => `*a${i - 1}`).join(', ')}]`);
    const started = performance.now();
    expect(toldOf(lines.join('\n')).join('\n')).toContain('anchors (&name) are not read');
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('a secret in clear', () => {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const indentedPem = `|\n${pem.replace(/^/gm, '        ')}`;
  const passphrase = 'correct-Horse7';
  const key = randomBytes(32).toString('hex');

  const places: readonly (readonly [string, string, string])[] = [
    ['as a part of a key', sound.replace('env:BOT_SECRET', key), key],
    [
      'as a passphrase that does not look like a key',
      sound.replace('env:BOT_SECRET', passphrase),
      passphrase,
    ],
    ['as a number', sound.replace('env:BOT_SECRET', '1234567890'), '1234567890'],
    ['as a number of too many digits', sound.replace('env:BOT_SECRET', '9'.repeat(32)), '9'.repeat(32)],
    ['behind env:', sound.replace('env:BOT_SECRET', `env:${key}`), key],
    ['with a colon in it', sound.replace('env:BOT_SECRET', `hunter22:${passphrase}`), passphrase],
    [
      'as a private key',
      sound.replace(
        '{ apiKey: env:BOT_KEY, secret: env:BOT_SECRET }',
        `\n      apiKey: env:A\n      secret: ${indentedPem}`,
      ),
      pem.split('\n')[1] ?? '',
    ],
    ['as the whole of the credentials', sound.replace(/\{.*\}/, passphrase), passphrase],
    ['as a name without a value', sound.replace(/\{.*\}/, `{ ${passphrase} }`), passphrase],
    ['in a list', sound.replace('env:BOT_SECRET', `[${passphrase}]`), passphrase],
    ['in a label', sound.replace('id: main', `id: main\n    label: ${key}`), key],
    [
      'as a label of a UUID',
      sound.replace('id: main', `id: main\n    label: ${key.slice(0, 8)}-${randomUUID().slice(9)}`),
      key.slice(0, 8),
    ],
    ['in a comment', `${sound}# the old one: ${key}\n`, key],
    ['in an unknown name', `${sound}    ${key}: x\n`, key],
    ['in the URL of a proxy', `${sound}    proxy: http://bot:${passphrase}@proxy.example:3128\n`, passphrase],
    ['on a line that is no YAML', sound.replace('env:BOT_SECRET', `"${passphrase}`), passphrase],
    ['as what YAML takes for an alias', sound.replace('env:BOT_SECRET', `*${passphrase}`), passphrase],
    ['as what YAML takes for a tag', sound.replace('env:BOT_SECRET', `!${passphrase} x`), passphrase],
    ['as what YAML takes for an anchor', sound.replace('env:BOT_SECRET', `&${passphrase} x`), passphrase],
    ['beside a tab that breaks the line', `${sound}\n\t${passphrase}\n`, passphrase],
    [
      'in a value of two lines that is no YAML',
      sound.replace('env:BOT_SECRET }', `"a\n      phrase: ${passphrase}" x }`),
      passphrase,
    ],
  ];

  it.each(places)('is refused %s', (_where, text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
  });

  it.each(places)('is shown nowhere, %s', (_where, text, secret) => {
    const refusal = refusalOf(text);
    const printed = `${refusal.message}\n${inspect(refusal, { depth: null, showHidden: true })}`;
    for (let from = 0; from + 6 <= secret.length; from++)
      expect(printed).not.toContain(secret.slice(from, from + 6));
  });

  it('says where, and how to mend it', () => {
    const [problem] = problemsOf(sound.replace('env:BOT_SECRET', key));
    expect(problem).toMatchObject({
      line: 5,
      column: 49,
      message: 'a secret is written in clear here (not shown)',
    });
    expect(problem?.hint).toContain('env:NAME or file:PATH');
    expect(problem?.excerpt).toContain('apiKey: env:BOT_KEY, secret: •••');
  });

  it.each(['1234567890', '9'.repeat(32)])('is not advised to go into quotes: %s', (digits) => {
    const problems = problemsOf(sound.replace('env:BOT_SECRET', digits));
    expect(problems.map(({ message }) => message)).toEqual(['a secret is written in clear here (not shown)']);
    expect(problems[0]?.hint).not.toContain('quotes');
  });

  it('is told once for each place', () => {
    expect(problemsOf(sound.replace('env:BOT_KEY', key).replace('env:BOT_SECRET', key))).toHaveLength(2);
  });

  it('is not seen in a path or a name that is long and plain', () => {
    const text = sound.replace('env:BOT_SECRET', 'file:/run/secrets/firebreak/binance_main_api_secret');
    expect(loadConfig('f', text, venues).accounts).toHaveLength(1);
  });

  it('is told apart from a reference that is not read yet', () => {
    expect(toldOf(sound.replace('env:BOT_SECRET', 'op://ir/binance/secret'))[0]).toContain(
      '"op:" references',
    );
    expect(toldOf(sound.replace('env:BOT_SECRET', 'evn:BOT_SECRET'))[0]).toContain('did you mean "env:"?');
  });
});
