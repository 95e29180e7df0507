import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawGraph, lintPlaybook, loadPlaybook } from '../../src/playbook/index.ts';
import { exportSchema } from '../../src/playbook/export-schema.ts';
import { stepKinds } from '../../src/steps/index.ts';

const folder = new URL('../../playbooks/', import.meta.url);
const shipped = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const load = (name: string) =>
  loadPlaybook(`playbooks/${name}`, readFileSync(new URL(name, folder)), stepKinds);

describe('playbooks/', () => {
  it('ships at least the main job', () => {
    expect(shipped).toContain('leaked-api-key.yaml');
  });

  it.each(shipped)('%s loads without a problem', (name) => {
    expect(load(name).id).toBe(name.replace(/\.yaml$/, ''));
  });

  it.each(shipped)('%s follows every practice that we advise', (name) => {
    expect(lintPlaybook(load(name), stepKinds)).toEqual([]);
  });

  it.each(shipped)('%s can be drawn', (name) => {
    expect(drawGraph(load(name))).toMatch(/^stateDiagram-v2\n/);
  });
});

describe('playbooks/schema', () => {
  // Generated: after a change of schema or step kinds, `npx vitest run test/playbook -u` writes it anew.
  it('the committed schema for editors is the one that the code makes', async () => {
    const schema = `${JSON.stringify(exportSchema(stepKinds), null, 2)}\n`;
    await expect(schema).toMatchFileSnapshot('../../playbooks/schema/playbook.schema.json');
  });
});

describe('src/steps, as a playbook sees them', () => {
  // The loader keeps new keys behind containment only where the kind says that it makes one.
  it('a kind that makes a key says so', () => {
    const making = stepKinds.filter(({ id }) => /^(re)?(issue|create|make)-.*key/.test(id));
    expect(making.map(({ id }) => id)).toContain('reissue-key');
    expect(making.filter((kind) => kind.createsKey !== true).map(({ id }) => id)).toEqual([]);
  });

  it('a kind that changes the account can be confirmed by another', () => {
    const changing = stepKinds.filter((kind) => kind.changes && kind.checks);
    expect(changing.map(({ id }) => id)).toEqual([]);
  });
});
