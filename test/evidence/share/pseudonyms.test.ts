import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPseudonyms, type Pseudonyms } from '../../../src/evidence/index.ts';
import { learnAnswer, learnNames, pseudonymise } from '../../../src/evidence/share/pseudonymise.ts';
import { plainNumber } from '../../../src/evidence/share/spellings.ts';
import { pseudonymiseTheirs } from '../../../src/evidence/share/theirs.ts';

const fresh = (): Pseudonyms => createPseudonyms(Buffer.alloc(32, 7));
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const digits = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max });

const address = fc.oneof(
  hex(40).map((text) => `0x${text}`),
  hex(40).map((text) => `0x${[...text].map((c, at) => (at % 3 === 0 ? c.toUpperCase() : c)).join('')}`),
  hex(38).map((text) => `bc1q${text.replaceAll('1', 'z').replaceAll('b', 'q')}`),
);
const machine = fc.oneof(
  fc.ipV4(),
  // "::" is the address that is not specified: it names no machine, and two colons stand in many a sentence.
  fc.ipV6().filter((text) => text !== '::'),
  fc.constantFrom('2001:db8::1', '::ffff:203.0.113.7', 'fe80::1', 'fe80::1%eth0', '1:2:3:4:5:6:7::'),
);
const email = fc.tuple(hex(6), hex(5)).map(([who, where]) => `b${who}+x@q${where}.example`);
const amount = fc
  .tuple(fc.integer({ min: 1, max: 9_999_999 }), digits(1, 8))
  .map(([whole, fraction]) => `${whole}.${fraction}`);
const uuid = fc.uuid();
const clientId = fc.tuple(hex(4), digits(3, 6)).map(([name, count]) => `mm-${name}-${count}`);
const memo = fc.oneof(
  digits(4, 9),
  // With a digit: "Kfeaef" is a plain word, and such a one stays in a sentence unless somebody gave it as an answer.
  hex(5)
    .filter((text) => /\d/.test(text))
    .map((text) => `K${text}`),
  fc.constantFrom('ALICE77', 'KRAKENDEP'),
);

/** What stands around a value in a sentence of ours. */
const around = fc.constantFrom<(value: string) => string>(
  (value) => `sent to ${value}, not by us.`,
  (value) => `(${value})`,
  (value) => `"${value}": refused; then 3 times more`,
  (value) => `At 02:57:00 ${value} was seen on 2026-03-14T02:57:00.995Z`,
  (value) => `${value}`,
  (value) => `the first was ${value}. The second was none`,
  (value) => `<${value}>/${value}`,
);

describe('evidence/share: what was replaced', () => {
  it('stands in no sentence, whatever is around it', () => {
    fc.assert(
      fc.property(fc.oneof(address, machine, email, amount, uuid, clientId, memo), around, (value, put) => {
        // The year of a sentence stays, whatever memo has the same four digits.
        fc.pre(!put('').includes(value));
        const by = fresh();
        by.of(value);
        expect(by.inText(put(value))).not.toContain(value);
      }),
      { numRuns: 400 },
    );
  });

  it('is known by its form alone, before anybody replaced it', () => {
    fc.assert(
      fc.property(fc.oneof(address, machine, email, amount, uuid), around, (value, put) => {
        expect(fresh().inText(put(value))).not.toContain(value);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    '::1',
    '::5',
    '1::',
    'fe80::1%eth0',
    'fe80::1%25wlx00c0caabcdef',
    'fe80::abcd%3',
    '::ffff:203.0.113.7',
    '::ffff:cb00:7107',
    '64:ff9b::203.0.113.7',
    '2001:DB8::A',
    '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
    '1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:203.0.113.7',
    '1:2:3:4:5:6:7::',
    '::2:3:4:5:6:7:8',
    'aa:bb:cc:dd:ee:ff',
  ])('holds of the address %s wherever one is written', (value) => {
    for (const [before, after] of [
      ['from [', ']:443'],
      ['http://[', ']/x'],
      ['', '/64 is allowed'],
      ['[IPv6:', '] said'],
      ['peer:', ', twice'],
      ['', ': refused'],
      ['by ', '. Then'],
    ] as const) {
      const said = fresh().inText(before + value + after);
      const standIn = said.slice(before.length, said.length - after.length);
      expect(said).toBe(before + standIn + after);
      expect(standIn).toMatch(/^(?:VALUE|ID)-[0-9a-f]{12}$/);
    }
  });

  it('leaves the address that is not specified, which names no machine', () => {
    expect(fresh().inText('listens on [::], from ::/0')).toBe('listens on [::], from ::/0');
  });

  it('is a name also between colons that are no address', () => {
    const by = fresh();
    for (const name of ['abe', 'Dee']) by.learnName(name);
    expect(by.inText('abe:bad: and x:Dee:fee:')).toMatch(/^NAME-\w{12}:bad: and x:NAME-\w{12}:fee:$/);
  });

  it('leaves times, counts and ids of ours as they were', () => {
    const text =
      'FD-001, EX-024 and J-176: 56 fills between 2026-03-14 02:58:30 UTC and 03:00:15; refused 3 times with -2015 in 2026';
    const by = fresh();
    for (const value of ['5', '56.1', '3', 'fills', 'refused']) by.of(value);
    expect(by.inText(text)).toBe(text);
  });

  it.each([
    ['1.50', ['1.5', '1.500', '15e-1', '+1.5', '0001.5', '1.5E0']],
    ['25414.28', ['25,414.28', '25’414.28', '25414.2800', '2.541428e4', '25\u202f414.28']],
    ['1000000', ['1,000,000', '1e6', '1000000.0']],
    ['0.00000001', ['1e-8', '.00000001']],
    ['-3.25', ['−3.25', '-3.250']],
  ])('has one stand-in for %s in every notation', (value, others) => {
    const by = fresh();
    for (const other of others) expect([other, by.of(other)]).toEqual([other, by.of(value)]);
  });

  it.each([
    ['2001:db8::a', ['2001:DB8::A', '2001:0db8:0:0:0:0:0:a', '2001:db8:0::0.0.0.10']],
    ['203.0.113.7', ['::ffff:203.0.113.7', '::FFFF:cb00:7107', '0:0:0:0:0:ffff:203.0.113.7']],
    ['fe80::1%eth0', ['FE80:0::1%eth0']],
  ])('has one stand-in for the machine %s in every spelling', (value, others) => {
    const by = fresh();
    for (const other of others) expect([other, by.of(other)]).toEqual([other, by.of(value)]);
  });

  it('tells numbers apart that differ', () => {
    fc.assert(
      fc.property(amount, amount, (one, two) => {
        fc.pre(plainNumber(one) !== plainNumber(two));
        expect(fresh().of(one)).not.toBe(fresh().of(two));
      }),
    );
  });

  it('gives an address one stand-in whatever the case of its letters', () => {
    fc.assert(
      fc.property(address, (value) => {
        const upper = value.startsWith('0x') ? `0x${value.slice(2).toUpperCase()}` : value;
        expect(fresh().of(upper)).toBe(fresh().of(value.startsWith('0x') ? value.toLowerCase() : value));
      }),
    );
  });

  it('goes out of a sentence with its groups, and with the asset behind it, however short it is', () => {
    const by = fresh();
    by.learnAsset('BTC');
    by.learnAsset('USDT');
    by.of('5');
    const said = by.inText(
      'The loss was 25,414.28 USDT; worth 61,500 USDT; 5 BTC, 7BTC and 12 USDT a minute; sell 5 at 900 500 times',
    );
    expect(said).not.toMatch(/25,|414|61,|500 USDT|5 BTC|7BTC|12 USDT|sell 5/);
    expect(said).toMatch(/sell AMOUNT-\w{12} at/);
  });

  it('does not show a long value by a short one that is a part of it', () => {
    // A stand-in is twelve digits in hex: four of them may be in it by chance.
    const rare = fc.string({ unit: fc.constantFrom(...'ghjkqvwxz'), minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom('Main account', 'Ann', 'desk 4'), rare, (short, more) => {
        const long = `${short} of B${more}`;
        for (const order of [
          [short, long],
          [long, short],
        ]) {
          const by = fresh();
          for (const value of order) by.learnName(value);
          expect(by.inText(`Read the trades of ${long}; and of ${short}`)).not.toContain(more);
        }
      }),
    );
  });

  it.each([
    ['The laptop of Bob was stolen.', 'As the cause it was recorded: the laptop of Bob was stolen'],
    ['The laptop of Bob was stolen, on Friday', 'recorded: The laptop of Bob was st…'],
    ['two\n lines of  Bob', 'noted: two lines of Bob.'],
    ['+49 151 2345', 'call +49 151 2345 now'],
    ['aGVsbG8/Qm9i==', 'the id aGVsbG8/Qm9i== was seen'],
  ])('is found with another first letter, cut off, with other blanks: %j', (value, sentence) => {
    const by = fresh();
    by.of(value);
    expect(by.inText(sentence)).not.toMatch(/Bob|151|aGVsbG8/);
  });

  it('goes as an answer of one plain word, in any case, and with what is tied to it', () => {
    const by = fresh();
    learnAnswer('bob', by);
    for (const text of ['asked bob.', "bob's phone", 'Bob said so', 'bob-laptop was off'])
      expect(by.inText(text)).not.toMatch(/bob/i);
    learnAnswer('yes', by);
    expect(by.inText('answered with yes')).toBe('answered with yes');
  });

  it('may not be smuggled in a mark of redaction or in what looks like a stand-in', () => {
    const by = fresh();
    expect(by.inText('see [REDACTED:bob@example.com] and ID-0123456789ab')).not.toMatch(/bob@|0123456789ab/);
    by.learnName('BOB_SECRET');
    const mark = '[REDACTED:env:BOB_SECRET:len=64:fp=be81c8f7fcaf9593]';
    expect(by.inText(`key ${mark}`)).toMatch(/^key \[REDACTED:\S+:len=64:fp=be81c8f7fcaf9593\]$/);
    expect(by.inText(`key ${mark}`)).not.toContain('BOB');
  });
});

describe('evidence/share: a record', () => {
  it('loses a person’s reasons and keeps firebreak’s', () => {
    const by = fresh();
    const event = {
      type: 'step.finished',
      step: 'root-cause',
      outcome: { is: 'skipped', why: 'my brother did it', by: 'Jane Roe' },
      summary: 'skipped by Jane Roe: my brother did it',
    };
    learnNames(event, by);
    pseudonymise(event, by);
    const shared = JSON.stringify(pseudonymise(event, by));
    expect(shared).not.toMatch(/brother|Jane|Roe/);
    expect(shared).toContain('"step":"root-cause"');
  });

  it('is not opened by a member that a venue names like one of ours', () => {
    const body = {
      title: 'Sent to Bob Smith',
      summary: 'rent for May',
      type: 'bob smith rent',
      size: 2500,
      time: 1234.5,
      status: 'paid to bob',
      timestamp: '99.5',
      'bob@example.com': '1',
      asset: 'USDT',
      serverTime: 1773457168602,
      code: -2015,
    };
    const shared = JSON.stringify(pseudonymiseTheirs(body, fresh()));
    expect(shared).not.toMatch(/bob|smith|rent\b|2500|1234|99\.5/i);
    expect(shared).toContain('"asset":"USDT"');
    expect(shared).toContain('1773457168602');
    expect(shared).toContain('-2015');
  });

  it('replaces an amount of one digit, and a UUID that the venue gave', () => {
    const rows = [
      {
        free: '5',
        locked: '0',
        id: '3f374421-feaf-44c1-94bf-7c6f8efe71dc',
        fee: { known: true, value: '1' },
      },
    ];
    const shared = JSON.stringify(pseudonymise(rows, fresh()));
    expect(shared).not.toMatch(/"5"|"0"|"1"|3f374421/);
  });
});
