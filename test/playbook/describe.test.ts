import { describe, expect, it } from 'vitest';
import { describePlaybook, loadPlaybook } from '../../src/playbook/index.ts';
import { kinds } from './kinds.ts';
import { broken, sound } from './support.ts';

const described = (text: string) => describePlaybook(loadPlaybook('small.yaml', text, kinds));

describe('src/playbook/describe', () => {
  it('reads as the procedure that stands beside this test, word for word', async () => {
    await expect(described(sound)).toMatchFileSnapshot('sound.txt');
  });

  it('keeps to 80 columns, whatever the length of the texts', () => {
    const long = described(broken('title: Ask what leaked', `title: ${'Ask again '.repeat(5)}`));
    const columns = long.split('\n').map((line) => line.length);
    expect(Math.max(...columns)).toBeLessThanOrEqual(80);
  });

  it('breaks no word, not even one that is longer than the line', () => {
    const word = 'x'.repeat(90);
    expect(described(broken('Find what else was touched.', word))).toContain(word);
  });

  it('says what a kind does when it is told', () => {
    const text = describePlaybook(loadPlaybook('small.yaml', sound, kinds), kinds);
    expect(text).toContain('revoke-key (key: {{ account.key }}): revoke-key for tests');
  });

  it('says every condition, return and order that the file says', () => {
    const text = described(sound);
    expect(text).toContain('only if  ask-first.bleeding is true');
    expect(text).toContain('back     to CONTAIN if look-around.more-keys is true');
    expect(text).toContain('2 tracks side by side');
  });
});
