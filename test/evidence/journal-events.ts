import type { JournaledEvent } from '../../src/domain/run-event.ts';

export const at = '2026-11-21T03:04:05.678Z';

export const opened: JournaledEvent = {
  type: 'case.opened',
  caseId: 'FB-2026-0001',
  format: 1,
  mode: 'drill',
  playbook: { id: 'leaked-api-key', version: '1', sha256: 'ab'.repeat(32) },
  tool: { name: 'firebreak', version: '0.1.0' },
  environment: { node: 'v24', os: 'linux', host: 'workstation', user: 'ops' },
  operatorKind: 'script',
  accounts: [],
};

export const note = (text: string): JournaledEvent => ({ type: 'note.added', text, by: 'ops' });
