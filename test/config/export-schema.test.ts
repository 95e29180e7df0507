import { expect, it } from 'vitest';
import { configJsonSchema } from '../../src/config/export-schema.ts';
import { nameableVenues } from '../../src/venues/index.ts';
import { venues } from './venues.ts';

interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: boolean;
}

const account = (): Schema => {
  const schema = configJsonSchema(venues) as Schema;
  return schema.properties?.['accounts']?.items ?? {};
};

it('offers an editor the venues, the tasks and the parts of a key', () => {
  expect(account().properties?.['venue']?.enum).toEqual(['binance', 'okx']);
  expect(account().properties?.['task']?.enum).toContain('trading-bot');
  expect(Object.keys(account().properties?.['credentials']?.properties ?? {})).toEqual([
    'label',
    'apiKey',
    'secret',
    'password',
  ]);
});

it('lets an editor mark unknown names and secrets in clear', () => {
  expect(account().additionalProperties).toBe(false);
  expect(account().required).toEqual(['id', 'venue', 'task', 'credentials']);
  const pattern = new RegExp(account().properties?.['credentials']?.properties?.['secret']?.pattern ?? '^$');
  expect(pattern.test('env:BOT_SECRET')).toBe(true);
  expect(pattern.test('0123456789abcdef')).toBe(false);
});

it('is plain JSON', () => {
  const schema = configJsonSchema(venues);
  expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
});

// Generated: after a change of the shape or the venues, `npx vitest run test/config -u` writes it anew.
it('the committed schema for editors is the one that the code makes', async () => {
  const schema = `${JSON.stringify(configJsonSchema(nameableVenues()), null, 2)}\n`;
  await expect(schema).toMatchFileSnapshot('../../playbooks/schema/firebreak.schema.json');
});
