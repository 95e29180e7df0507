import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/domain/failure.ts';
import { loadPlaybook } from '../../src/playbook/index.ts';
import { kinds } from './kinds.ts';
import { broken, problemsOf, refusalOf, sound } from './support.ts';

type Case = readonly [title: string, from: string, to: string, ...problems: string[]];

const check = (_: string, from: string, to: string, ...problems: string[]) => {
  expect(problemsOf(broken(from, to))).toEqual(problems);
};

describe('src/playbook/shape', () => {
  it.each<Case>([
    [
      'a step without a check is told why one is needed',
      '        check: { kind: confirm-answers }\n',
      '',
      '13:9 "check" is missing: it says how we know that the step took effect; without it nobody does',
    ],
    [
      'a step without undo is told to say "none"',
      '            undo: none\n            harm',
      '            harm',
      '28:13 "undo" is missing: it says how to take the step back; write "none" if that cannot be done',
    ],
    [
      'undo that says nothing is no undo',
      'undo: Revoke the new key.',
      'undo: ""',
      '70:15 "undo" should be some text, found "" (it says how to take the step back; write "none" if that cannot be done)',
    ],
    [
      'a purpose is part of a step',
      '        purpose: Everything after depends on what leaked.\n',
      '',
      '13:9 "purpose" is missing: it says what the step is for',
    ],
    [
      'needs is part of a step',
      '        needs: { scopes: [], approval: none }\n',
      '',
      '13:9 "needs" is missing: it says which scopes the step uses and who must say yes: { scopes: [], approval: none }',
    ],
    [
      'an unknown name in a step',
      'harm: Every',
      'harms: Every',
      '35:13 unknown name "harms" (did you mean "harm"?)',
    ],
    [
      'an unknown name at the top',
      'summary: >',
      'sumary: >',
      '2:1 "summary" is missing: expected text',
      '5:1 unknown name "sumary" (did you mean "summary"?)',
    ],
    [
      'an unknown name in needs',
      'approval: none }',
      'aproval: none }',
      '16:16 "approval" is missing: expected one of none, operator',
      '16:30 unknown name "aproval" (did you mean "approval"?)',
    ],
    [
      'an unknown scope',
      'scopes: [read]',
      'scopes: [reads]',
      '44:31 an item of "scopes" should be one of read, spot-trade, margin, futures, options, transfer, withdraw, manage-keys, manage-addresses, found "reads" (did you mean "read"?)',
    ],
    [
      'an unknown approval',
      'approval: operator',
      'approval: incident-lead',
      '31:55 "approval" should be one of none, operator, found "incident-lead"',
    ],
    [
      'a version that YAML reads as a number',
      "version: '1.2.0'",
      'version: 1.2',
      '3:10 "version" should be text, found 1.2 (put it in quotes)',
    ],
    [
      'a version of another form',
      "version: '1.2.0'",
      'version: v1',
      '3:10 "version" should be three numbers, like "1.0.0", found "v1"',
    ],
    [
      'yes is text in YAML 1.2, not true',
      'required: false',
      'required: no',
      '71:19 "required" should be true or false, found "no"',
    ],
    [
      'an id that is no id',
      'id: new-key',
      'id: New Key',
      '64:13 "id" should be lower-case words joined by "-", found "New Key"',
    ],
    [
      'a dot in an id, which would make facts ambiguous',
      'id: new-key',
      'id: new.key',
      '64:13 "id" should be lower-case words joined by "-", found "new.key"',
    ],
    [
      'a title that does not fit its line',
      'title: Inspect',
      `title: ${'Inspect '.repeat(9)}`,
      '49:12 "title" should be at most 60 characters, the room of a line, found "Inspect Inspect Inspect Inspect Inspect Inspect Inspect Ins…"',
    ],
    [
      'an unknown phase',
      'phase: recover',
      'phase: recovery',
      '60:12 "phase" should be one of open, triage, contain, inspect, eradicate, recover, review, found "recovery" (did you mean "recover"?)',
    ],
    [
      'tracks in a section that does not say per account',
      '    per: account\n',
      '',
      '20:5 "per" is missing: a section with tracks runs once for each account, so it says "per: account"',
    ],
    [
      'steps in a section per account',
      '    purpose: Learn enough to begin.\n',
      '    purpose: Learn enough to begin.\n    per: account\n',
      '9:5 "tracks" is missing: expected a list',
      '13:5 "steps" does not belong here: a section has steps, or "per: account" and tracks',
    ],
    [
      'a step that is no map',
      '      - id: look-around\n',
      '      - nothing\n      - id: look-around\n',
      '52:9 an item of "steps" should be names with values, found "nothing"',
    ],
    [
      'a list without steps',
      'sections:',
      'sections: []\nrest:',
      '8:11 "sections" should be a list with at least one item, found an empty list',
      '9:1 unknown name "rest" (known: id, version, title, summary, sections)',
    ],
  ])('%s', check);

  it('an empty file is told to be empty', () => {
    expect(problemsOf('')).toEqual(['1:1 the file should be names with values, found nothing']);
  });

  it('one wrong field does not hide the others, in the order of the lines', () => {
    const many = sound
      .replace('phase: open', 'phase: opne')
      .replace('per: account', 'per: acount')
      .replace('kind: revoke-key', 'kind: revok-key')
      .replace('more-keys, is', 'more-key, is')
      .replace('required: false', 'required: maybe');
    expect(problemsOf(many).map((problem) => problem.split(' ')[0])).toEqual([
      '9:12',
      '23:10',
      '32:25',
      '59:47',
      '71:19',
    ]);
  });
});

describe('src/playbook/rules-kinds', () => {
  it.each<Case>([
    [
      'an unknown kind',
      'kind: snapshot',
      'kind: snapshoot',
      '45:25 unknown step kind "snapshoot" (did you mean "snapshot"?)',
    ],
    [
      'an unknown kind under check is shown the kinds that confirm',
      'kind: confirm-answers',
      'kind: zebra',
      '18:24 unknown step kind "zebra" (known: confirm-answers, confirm-facts, confirm-key-dead, confirm-coverage, confirm-scope)',
    ],
    [
      'a check that confirms nothing',
      '{ kind: confirm-answers }',
      '{ kind: ask }',
      '18:24 ask does something but confirms nothing: it cannot stand under "check" (kinds that confirm: confirm-answers, confirm-facts, confirm-key-dead, confirm-coverage, confirm-scope)',
    ],
    [
      'an argument of the wrong value',
      'key: suspect',
      'key: suspct',
      '33:51 confirm-key-dead, "key": found "suspct"; invalid option: expected one of "suspect"|"responder"|"replacement" (did you mean "suspect"?)',
    ],
    [
      'an argument inside an argument',
      'wanted: 2',
      'wanted: 1',
      '33:78 confirm-key-dead, "probes.wanted": found 1; too small: expected number to be >=2',
    ],
    [
      'a missing argument',
      'kind: confirm-key-dead, key: suspect, probes',
      'kind: confirm-key-dead, probes',
      '33:20 confirm-key-dead needs the argument "key"',
    ],
    [
      'a missing argument inside an argument',
      ', gapSeconds: 30',
      '',
      '33:68 confirm-key-dead needs the argument "probes.gapSeconds"',
    ],
    [
      'an argument the kind does not have, though its schema would drop it',
      "key: '{{ account.key }}'",
      'key: suspect, keys: all',
      '32:51 revoke-key has no argument "keys" (did you mean "key"?)',
    ],
    [
      'an argument inside an argument that does not exist',
      'gapSeconds: 30',
      'gapSeconds: 30, gap: 2',
      '33:97 confirm-key-dead has no argument "probes.gap"',
    ],
    [
      'an argument of a kind without arguments',
      '{ kind: compare }',
      '{ kind: compare, with: baseline }',
      '56:30 compare has no argument "with"',
    ],
    [
      'a change of the account without approval',
      'approval: operator }\n            do',
      'approval: none }\n            do',
      '31:55 revoke-key changes the account: somebody must say yes first (approval: operator)',
    ],
    [
      'a new key while containment runs',
      "do: { kind: snapshot, account: 'account {{ account.id }}' }",
      'do: { kind: reissue-key }',
      '44:48 reissue-key changes the account: somebody must say yes first (approval: operator)',
      '45:25 reissue-key makes a new key in the phase "contain": not before containment is over (move the step to "recover")',
    ],
    [
      'a mandatory step that is not required',
      'mandatory: true',
      'mandatory: true\n            required: false',
      '37:23 a mandatory step is required too (leave "required" out)',
    ],
  ])('%s', check);

  it('a template is checked at the run, by the value it gets; a check may name what its work found', () => {
    const source = broken('key: suspect', "key: '{{ cut-key.by }}'");
    expect(() => problemsOf(source)).toThrow('the file was accepted');
  });

  it('among very many kinds only the related ones are shown', () => {
    const many = Array.from({ length: 40 }, (_, n) => ({ ...kinds[0]!, id: `look-at-thing-${n}` }));
    const refuse = () =>
      loadPlaybook('small.yaml', broken('kind: ask', 'kind: take-look'), [...kinds, ...many]);
    expect(refuse).toThrow(/hint: known: (look-at-thing-\d+(, )?){20}$/);
  });
});

describe('src/playbook/rules-order', () => {
  const step = (id: string, more = '') =>
    `      - { id: ${id}, title: T, purpose: P, needs: { scopes: [], approval: none }, do: { kind: assess }, check: { kind: confirm-answers }, undo: none${more} }\n`;
  const withSteps = (...steps: string[]) =>
    broken('  - phase: contain\n', `${steps.join('')}  - phase: contain\n`);

  it.each<Case>([
    [
      'an id used twice',
      'id: look-around',
      'id: cut-key',
      '52:13 a second step with the id "cut-key": ids are used once',
      '59:47 no step before this one leaves the fact "look-around.more-keys" (known: ask-first.leaked, ask-first.bleeding, cut-key.more-keys)',
    ],
    [
      'a track id used twice',
      'id: preservation',
      'id: containment',
      '38:13 a second track with the id "containment": ids are used once',
    ],
    [
      'a step with a name of the machine',
      'id: new-key',
      'id: end',
      '64:13 "end" is a reserved word (say what it is about: "end-…")',
    ],
    [
      'a phase out of order',
      'phase: inspect',
      'phase: triage',
      '48:12 the phase "triage" comes after "contain" (the order is open, triage, contain, inspect, eradicate, recover, review)',
      '59:24 "returns" goes back: "contain" is not before "triage"',
    ],
    [
      'a phase twice',
      'phase: recover',
      'phase: inspect',
      '60:12 a second section for the phase "inspect": put its steps into the first',
    ],
    [
      'a return to a later phase',
      'returns: { to: contain',
      'returns: { to: recover',
      '59:24 "returns" goes back: "recover" is not before "inspect"',
    ],
    [
      'a return to its own phase',
      'returns: { to: contain',
      'returns: { to: inspect',
      '59:24 "returns" goes back: "inspect" is not before "inspect"',
    ],
    [
      'a return to a phase that is not there',
      'returns: { to: contain',
      'returns: { to: triage',
      '59:24 this playbook has no section for "triage" (known: open, contain, inspect, recover)',
    ],
    [
      'a return out of a track',
      '            mandatory: true\n',
      '            returns: { to: open, when: { fact: cut-key.by, is: hand } }\n',
      '36:13 a step of a track cannot go back: other accounts are still at work (put the "returns" on a step of a later section)',
    ],
    [
      'a next into another list',
      '            mandatory: true\n',
      '            next: look\n',
      '36:19 "next" names "look", which is no step of this list (known: cut-key)',
    ],
  ])('%s', check);

  it('a second section that runs per account', () => {
    const tracks = sound.slice(sound.indexOf('    tracks:'), sound.indexOf('  - phase: inspect'));
    const second = `  - phase: review\n    title: T\n    purpose: P\n    per: account\n${tracks}`;
    const renamed = second.replaceAll(/id: (cut-key|look|containment|preservation)\b/g, 'id: second-$1');
    expect(problemsOf(sound + renamed)).toEqual([
      '75:10 a second section that runs per account: a playbook has at most one',
    ]);
  });

  it('a next to a step that is not there', () => {
    expect(problemsOf(withSteps(step('first', ', next: thrid'), step('third')))).toEqual([
      expect.stringMatching(
        /^20:\d+ "next" names "thrid", which is no step of this list \(did you mean "third"\?\)$/,
      ),
    ]);
  });

  it('a step that a next goes past can never be reached', () => {
    expect(problemsOf(withSteps(step('first', ', next: third'), step('second'), step('third')))).toEqual([
      '21:15 nothing leads to the step "second": a "next" before it goes past it',
    ]);
  });

  it('a next back to an earlier step is a circle without end', () => {
    expect(problemsOf(withSteps(step('first'), step('second', ', next: first')))).toEqual([
      expect.stringMatching(
        /^21:\d+ the step "second" leads back to a step before it, .*\(to go back to an earlier phase write "returns: /,
      ),
    ]);
  });

  it('a next to itself is a circle too', () => {
    expect(problemsOf(withSteps(step('first', ', next: first')))).toHaveLength(1);
  });

  it('a track may have the name of a phase: "contain" beside "preserve"', () => {
    expect(() => problemsOf(broken('id: containment', 'id: contain'))).toThrow('the file was accepted');
  });

  it('steps may run in another order than they stand in, as long as each runs', () => {
    expect(() =>
      problemsOf(
        withSteps(step('a', ', next: c'), step('b', ', next: d'), step('c', ', next: b'), step('d')),
      ),
    ).toThrow('the file was accepted');
  });
});

describe('src/playbook/rules-facts', () => {
  it.each<Case>([
    [
      'a condition on a fact that no step leaves',
      'fact: ask-first.bleeding',
      'fact: ask-first.bleading',
      '37:27 no step before this one leaves the fact "ask-first.bleading" (did you mean "ask-first.bleeding"?)',
    ],
    [
      'a condition on what the step itself leaves',
      'fact: ask-first.bleeding',
      'fact: cut-key.by',
      '37:27 no step before this one leaves the fact "cut-key.by" (known: ask-first.leaked, ask-first.bleeding, account.id, account.venue, account.label, account.task, account.dependents, account.key)',
    ],
    [
      'a return on a later fact',
      'fact: look-around.more-keys',
      'fact: new-key.done',
      '59:47 no step before this one leaves the fact "new-key.done" (known: ask-first.leaked, ask-first.bleeding, look-around.more-keys)',
    ],
    [
      'a case step that reads what a lane left: there may be many lanes',
      'fact: look-around.more-keys',
      'fact: cut-key.verdict',
      '59:47 no step before this one leaves the fact "cut-key.verdict" (known: ask-first.leaked, ask-first.bleeding, look-around.more-keys)',
    ],
    [
      'a fact named in an argument called "facts"',
      '{ kind: confirm-answers }',
      '{ kind: confirm-facts, facts: [ask-first.leaked, ask-first.leeked] }',
      '18:65 no step before this one leaves the fact "ask-first.leeked" (did you mean "ask-first.leaked"?)',
    ],
    [
      'a template of the other track: it runs side by side',
      '{{ account.id }}',
      '{{ cut-key.verdict }}',
      '45:44 the template names "cut-key.verdict", which nothing before this step leaves (known: ask-first.leaked, ask-first.bleeding, account.id, account.venue, account.label, account.task, account.dependents, account.key)',
    ],
    [
      'a template of an account outside a lane',
      'check: { kind: confirm-coverage }\n        undo: none\n        returns',
      "check: { kind: confirm-facts, facts: ['{{ account.id }}'] }\n        undo: none\n        returns",
      '57:47 the template names "account.id", which nothing before this step leaves (known: ask-first.leaked, ask-first.bleeding, look-around.more-keys)',
    ],
    [
      'braces that are no template',
      '{{ account.id }}',
      '{{ account.id | upper }}',
      '45:44 "{{ account.id | upper }}" is not a template (like "{{ account.id }}")',
    ],
    [
      'braces that do not close',
      '{{ account.id }}',
      '{{ account.id',
      '45:44 "{{" is not a template (like "{{ account.id }}")',
    ],
  ])('%s', check);

  it('a step of unknown kind is told once: its facts are not called unknown as well', () => {
    expect(problemsOf(broken('{ kind: compare }', '{ kind: compere }'))).toEqual([
      '56:21 unknown step kind "compere" (did you mean "compare"?)',
    ]);
  });
});

describe('src/playbook/load: the refusal', () => {
  const refusal = refusalOf(broken('kind: snapshot', 'kind: snapshoot'));

  it('is bad input, so the program ends with exit code 2', () => {
    expect(refusal).toBeInstanceOf(BadInput);
    expect(refusal).toMatchObject({ where: 'small.yaml:45:25', hint: 'did you mean "snapshot"?' });
  });

  it('shows the line with a caret under the mistake', () => {
    expect(refusal.problems[0]?.excerpt.split('\n')).toEqual([
      "              do: { kind: snapshoot, account: 'account {{ account.id }}' }",
      '                          ^',
    ]);
  });

  it('can be read as compilers write it', () => {
    expect(refusal.message).toMatch(/^small\.yaml:45:25: unknown step kind "snapshoot"\n/);
  });
});
