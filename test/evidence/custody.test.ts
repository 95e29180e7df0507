import { describe, expect, it } from 'vitest';
import { canonicalJson, custodyOfSealing, isSealing, sealBag } from '../../src/evidence/index.ts';
import { sealingOf, signer } from './sealing.ts';
import { smallCase } from './small-case.ts';

describe('evidence/custody', () => {
  it('says of a sealed bag which root, which key, who and why, so that the entry can be journaled', async () => {
    const sealed = await sealBag(await sealingOf(await smallCase()));
    const event = custodyOfSealing(sealed, { by: 'A. Operator', reason: 'case closed' });
    expect(event).toEqual({
      type: 'custody.recorded',
      item: `evidence bag (root sha256 ${sealed.root})`,
      action: `sealed with key ${signer.fingerprint}`,
      by: 'A. Operator',
      reason: 'case closed',
      sealed: { root: sealed.root, fingerprint: signer.fingerprint },
    });
    expect(() => canonicalJson(event)).not.toThrow();
  });

  it('knows a sealing by its form: not by what a person wrote, and also as it was recorded before', () => {
    const entry = { type: 'custody.recorded', item: 'evidence bag (root sha256 00)', by: 'A', reason: 'r' };
    const isSealed = (more: object): boolean => isSealing({ ...entry, ...more });
    expect(isSealed({ action: 'closed', sealed: { root: '00', fingerprint: 'SHA256:x' } })).toBe(true);
    expect(isSealed({ action: 'sealed with key SHA256:x' })).toBe(true);
    expect(isSealed({ action: 'sealed off the room' })).toBe(false);
    expect(isSealed({ type: 'note.written', action: 'sealed with key SHA256:x', sealed: {} })).toBe(false);
  });
});
