import { describe, expect, it } from 'vitest';
import { loadPlaybook } from '../../src/playbook/index.ts';
import { kinds } from './kinds.ts';
import { sound } from './support.ts';

describe('src/playbook/load: a sound playbook', () => {
  const playbook = loadPlaybook('small.yaml', sound, kinds);

  it('keeps the sections in the order of the file', () => {
    expect(playbook.sections.map(({ phase, per }) => [phase, per])).toEqual([
      ['open', 'case'],
      ['contain', 'account'],
      ['inspect', 'case'],
      ['recover', 'case'],
    ]);
  });

  it('takes everything beside "kind" as arguments, templates left as written', () => {
    expect(stepOf('cut-key').do).toEqual({ kind: 'revoke-key', with: { key: '{{ account.key }}' } });
    expect(stepOf('cut-key').check.with).toEqual({ key: 'suspect', probes: { wanted: 2, gapSeconds: 30 } });
  });

  it('reads a step as required and harmless unless it says otherwise', () => {
    expect(stepOf('ask-first')).toMatchObject({ required: true, harm: '' });
    expect(stepOf('new-key')).toMatchObject({ required: false });
    expect(Object.keys(stepOf('ask-first'))).not.toContain('when');
  });

  it('joins folded text into one line', () => {
    expect(playbook.summary).toBe('Asks, contains and preserves, then looks around and makes a new key.');
  });

  it('is the same from bytes, with a byte order mark and with CRLF', () => {
    const crlf = sound.replaceAll('\n', '\r\n');
    expect(loadPlaybook('small.yaml', Buffer.from(`\uFEFF${sound}`), kinds)).toEqual(playbook);
    expect(loadPlaybook('small.yaml', Buffer.from(crlf), kinds)).toEqual(playbook);
  });

  function stepOf(id: string) {
    const steps = playbook.sections.flatMap((section) =>
      section.per === 'case' ? section.steps : section.tracks.flatMap((track) => track.steps),
    );
    const step = steps.find((one) => one.id === id);
    if (step === undefined) throw new Error(`no step ${id}`);
    return step;
  }
});
