import { describe, expect, it } from 'vitest';
import { handMadeCases, playedDrill } from './cases.ts';
import { complaintsOf, complaintsOfSentence, idsOf, otherTexts } from './rules.ts';

const told = [...(await playedDrill()), ...handMadeCases()];
const namesOf = ({ records }: (typeof told)[number]): readonly string[] =>
  records.flatMap(({ event }) =>
    event.type === 'case.opened'
      ? event.accounts.flatMap(({ label, keyLabel, venueName, dependents }) => [
          label,
          keyLabel,
          venueName,
          ...dependents,
        ])
      : [],
  );

describe('the words of the report', () => {
  it('come from many states of a case, and not all from one', () => {
    expect(told.length).toBeGreaterThan(80);
    const sentences = new Set(told.flatMap(({ report }) => report.summary.map(({ text }) => text)));
    expect(sentences.size).toBeGreaterThan(60);
    const bases = new Set(told.flatMap(({ report }) => report.summary.map(({ basis }) => basis)));
    expect([...bases].sort()).toEqual(['assumption', 'fact', 'inference']);
  });

  it('tell in the past what happened, each sentence with its basis and with ids that exist', () => {
    const complaints = told.flatMap((one) => {
      const [ids, names] = [idsOf(one.report, one.records), namesOf(one)];
      return one.report.summary.flatMap((sentence) => complaintsOfSentence(sentence, ids, names));
    });
    expect([...new Set(complaints)]).toEqual([]);
  });

  it('judge nobody and are whole in gaps, limits, findings, points and recommendations', () => {
    const texts = new Set(told.flatMap(({ report }) => otherTexts(report)));
    expect(texts.size).toBeGreaterThan(100);
    expect([...texts].flatMap((text) => (text === '' ? [] : complaintsOf(text)))).toEqual([]);
  });

  it('name only records, exhibits and findings that exist in gaps, points and recommendations', () => {
    const unknown = told.flatMap(({ report, records }) => {
      const ids = idsOf(report, records);
      return [...report.gaps, ...(report.particulars ?? []), ...(report.recommendations ?? [])].flatMap(
        ({ what, restsOn }) => restsOn.filter((id) => !ids.has(id)).map((id) => `${id}: ${what}`),
      );
    });
    expect(unknown).toEqual([]);
  });

  it.each([
    ['An attacker made a suspicious order.', /judges: suspicious/],
    ['The key is dead.', /present tense/],
    ['The loss was undefined USDT.', /broken/],
    ['Two  spaces were left.', /broken/],
    [`${'word '.repeat(60)}ended.`, /words/],
    ['No end', /full stop/],
  ])('would be found wanting: %s', (text, complaint) => {
    const found = complaintsOfSentence({ text, basis: 'fact', restsOn: ['J-1'] }, new Set(['J-1']), []);
    expect(found.join('\n')).toMatch(complaint);
  });
});
