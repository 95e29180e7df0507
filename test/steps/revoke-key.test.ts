import { describe, expect, it } from 'vitest';
import { openStage } from './stage.ts';

const steps = ['set-scope', 'revoke-key'];
const revoke = 'account:main/revoke-key';
const page = 'revoke-key@main/revoke-key/delete';

describe('revoking', () => {
  it('does not count the deletion of another key: not done, and the step is offered again', async () => {
    const stage = await openStage({ steps });
    const answers = { '*/menu': 'continue', [page]: stage.keys.responder.keyId, '*/stuck': 'quit' };
    const end = await stage.run(answers);
    console.log(stage.files.events.map((e) => JSON.stringify(e).slice(0, 300)).join('\n'));
    expect(end).toMatchObject({ is: 'stopped', reason: 'the operator quit' });
    expect(stage.eventsOf('act.finished')).toMatchObject([{ result: 'not-done' }]);
    expect(stage.outcomes()[revoke]).toMatchObject({ is: 'failed', why: 'the venue still takes the key' });
  });
});
