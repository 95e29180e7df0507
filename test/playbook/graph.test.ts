import { describe, expect, it } from 'vitest';
import { drawGraph, loadPlaybook } from '../../src/playbook/index.ts';
import { kinds } from './kinds.ts';
import { sound } from './support.ts';

const drawn = (text: string) => drawGraph(loadPlaybook('small.yaml', text, kinds));

describe('src/playbook/graph', () => {
  // The file was read by Mermaid 11 itself: 5 states at the top, 5 edges between them.
  it('is the Mermaid text that stands beside this test', async () => {
    await expect(drawn(sound)).toMatchFileSnapshot('sound.mmd');
  });

  it('draws the tracks of an account as concurrent regions, each with its own beginning', () => {
    const region =
      drawn(sound)
        .split(/phase_contain \{\n/)[1]
        ?.split('\n  }\n')[0] ?? '';
    const tracks = region.split(/^ {4}--$/m);
    expect(tracks).toHaveLength(2);
    for (const track of tracks) expect(track.match(/\[\*\] -->/g)).toHaveLength(1);
  });

  it('draws the return edge with its condition', () => {
    expect(drawn(sound)).toContain('phase_inspect --> phase_contain : look-around.more-keys is true');
  });

  it('lets no title act as Mermaid or HTML', () => {
    const hostile = '"x } --> [*] <b>; %% %{init}% `#quot; state';
    const text = drawn(sound.replaceAll(/title: .*/g, `title: '${hostile}'`));
    const plain = drawn(sound.replaceAll(/title: .*/g, 'title: calm'));
    const shape = (lines: string) => lines.split('\n').map((line) => line.replace(/[^{}>[\]*"]/g, ''));
    expect(text).not.toMatch(/[<#;%`]/);
    expect(shape(text)).toEqual(shape(plain));
  });
});
