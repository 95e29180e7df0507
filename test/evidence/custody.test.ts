import { describe, expect, it } from 'vitest';
import { canonicalJson, custodyOfSealing, sealBag } from '../../src/evidence/index.ts';
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
    });
    expect(() => canonicalJson(event)).not.toThrow();
  });
});
