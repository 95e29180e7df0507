import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournaledEvent } from '../../src/domain/run-event.ts';
import { Secret } from '../../src/domain/secret.ts';
import {
  createJournal,
  createRedactor,
  keepSalt,
  openExhibits,
  openWarc,
  sealBag,
} from '../../src/evidence/index.ts';
import { apiKey, exchange, rules, salt } from './exchanges.ts';
import { freshFolder } from './folder.ts';
import { at, note, opened } from './journal-events.ts';
import { sealingOf, secrets } from './sealing.ts';

const step = { lane: 'case', step: 'preserve.orders', attempt: 1 };

/** A case folder such as a run leaves: journal, two exhibits, two exchanges, playbook, salt. */
export async function smallCase(opening: JournaledEvent = opened): Promise<string> {
  const folder = join(await freshFolder(), 'case');
  const journal = await createJournal(join(folder, 'journal/journal.jsonl'));
  await journal.append(at, opening);
  const redactor = createRedactor({
    salt: await keepSalt(folder, salt),
    secrets,
    keyIds: [new Secret(apiKey, 'env:KEY')],
  });
  const { warc } = await openWarc(join(folder, 'http/exchanges.warc.gz'), {
    at,
    caseId: 'FB-2026-0001',
    software: 'firebreak/0.1.0',
  });
  for (const id of ['X-00001', 'X-00002']) {
    const { exchange: redacted, redactions } = redactor.redactExchange(exchange({ id }), rules);
    const { recordIds: _, ...place } = await warc.write(redacted, { redactions });
    await warc.sync();
    const { venue, purpose, durationMs, request } = redacted;
    const { method, url } = request;
    const captured = {
      type: 'exchange.captured',
      exchange: id,
      venue,
      purpose,
      method,
      url,
      durationMs,
    } as const;
    await journal.append(at, { ...captured, status: 200, ...place, redactions: redactions.length });
  }
  await warc.close();
  const exhibits = await openExhibits(folder);
  for (const id of ['EX-001', 'EX-002']) {
    const exhibit = await exhibits.acquire({
      id,
      kind: 'open-orders',
      title: 'Open orders as found',
      content: { rows: [], id },
      mediaType: 'application/json',
      acquiredAt: at,
      acquiredBy: 'firebreak',
      source: { from: 'firebreak', why: 'test' },
    });
    await journal.append(at, { type: 'exhibit.acquired', ...step, exhibit });
  }
  await journal.append(at, note('all quiet'));
  await journal.close();
  await writeFile(join(folder, 'playbook.yaml'), 'id: leaked-api-key\n', { mode: 0o600 });
  await mkdir(join(folder, 'report'), { mode: 0o700 });
  await writeFile(join(folder, 'report/report.json'), '{"format":"firebreak-report/1"}\n', { mode: 0o600 });
  return folder;
}

/** A sealed bag of a small case. */
export async function smallBag(): Promise<string> {
  return (await sealBag(await sealingOf(await smallCase()))).folder;
}
