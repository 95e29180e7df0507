import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { venuesDocument } from '../../src/cli/venues-document.ts';
import { capabilityNames, capabilityTitles, venues } from '../../src/venues/index.ts';
import { firebreak as run, newPlace } from './support/command.ts';

const document = join(import.meta.dirname, '../../docs/venues.md');

describe('docs/venues.md', () => {
  it('says what the declarations say: `npx firebreak venues --markdown > docs/venues.md` makes it', () => {
    expect(readFileSync(document, 'utf8')).toBe(venuesDocument(venues));
  });

  it('names every capability of every venue, and every instruction of what is done by hand', () => {
    const text = readFileSync(document, 'utf8').replaceAll('\\|', '|').replaceAll('&lt;', '<');
    for (const { name, capabilities } of venues) {
      expect(text).toContain(`## ${name}`);
      for (const each of capabilityNames) {
        expect(text).toContain(capabilityTitles[each]);
        const capability = capabilities[each];
        if (capability.by === 'hand')
          for (const line of capability.instructions) expect(text).toContain(line);
      }
    }
  });
});

describe('firebreak venues', () => {
  it('fits 80 columns and has a column for every venue', async () => {
    const { code, stdout } = await run(['venues'], newPlace());
    expect(code).toBe(0);
    for (const { name } of venues) expect(stdout).toContain(name);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    for (const title of Object.values(capabilityTitles)) expect(stdout).toContain(title);
  });

  it('shows one venue in full, every source with its date', async () => {
    const [venue] = venues;
    const { stdout } = await run(['venues', venue?.id ?? ''], newPlace());
    const flat = stdout.replace(/\s+/g, ' ');
    for (const { source } of Object.values(venue?.capabilities ?? {})) expect(flat).toContain(source.checked);
    expect(flat).toContain('When a key counts as dead');
  });

  it('gives the declarations as JSON, and refuses a venue that is none with the nearest one', async () => {
    const { stdout } = await run(['venues', '--json'], newPlace());
    expect((JSON.parse(stdout) as readonly { id: string }[]).map(({ id }) => id)).toEqual(
      venues.map(({ id }) => id),
    );
    const refused = await run(['venues', 'binanec'], newPlace());
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('did you mean "binance"?');
  });
});
