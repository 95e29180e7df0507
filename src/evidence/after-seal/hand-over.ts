import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from '../../domain/system-error.ts';
import { allowedSignersText, signedFile } from '../bag-layout.ts';
import { sha256Hex } from '../canonical.ts';
import { replaceFile } from '../durable-files.ts';
import { EvidenceError } from '../evidence-error.ts';
import type { Signer } from '../sign.ts';
import { handOverNamespace } from '../ssh-signature.ts';
import { verifyBag } from '../verify.ts';
import { writeSignature } from './countersign.ts';
import {
  chainHandOver,
  handOverFile,
  handOverPrincipal,
  handOverSignatureName,
  readHandOvers,
  type HandOver,
} from './hand-over-log.ts';

/** Who gives a bag to whom, and why (ISO/IEC 27037: each transfer of an item). */
export interface HandingOver {
  readonly from: string;
  readonly to: string;
  readonly why: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  /** The key of whoever hands over. */
  readonly signer: Signer;
}

/**
 * Records that a bag changes hands: computes every hash of it anew, and writes the outcome with from, to and
 * why into `seal/handover.jsonl`, signed. The bag stays as it was sealed; the log lies beside the seal. A bag
 * that does not hold is handed over too, and the record says what is wrong with it.
 *
 * @throws BadInput when there is no bag
 * @throws EvidenceError BAG_DAMAGED when the log itself does not hold, since nothing can follow from it
 */
export async function handOverBag(folder: string, handing: HandingOver): Promise<HandOver> {
  const { ok, firstProblem, hashed } = await verifyBag(folder);
  const root = await rootOf(folder);
  const before = await readLog(folder);
  const log = readHandOvers(before, root);
  if (log.why !== undefined) {
    throw new EvidenceError('BAG_DAMAGED', `the log of hand-overs does not hold: ${log.why}`);
  }
  const { from, to, why, at, signer } = handing;
  const { record, line } = chainHandOver({
    ...{ seq: log.records.length + 1, prev: log.records.at(-1)?.hash ?? root, at, from, to, why },
    checked: {
      files: hashed,
      ok,
      result: firstProblem
        ? `${firstProblem.check}: ${firstProblem.problem}`.slice(0, 1000)
        : 'all checks hold',
    },
    key: signer.fingerprint,
  });
  // Asked for before anything is written: a refused touch or a wrong passphrase leaves no trace.
  const signature = await signer.sign(Buffer.from(before + line), handOverNamespace);
  const signers = allowedSignersText(signer.publicKey, handOverNamespace, handOverPrincipal);
  const path = join(folder, handOverSignatureName(record.seq));
  // A kill between the two leaves a signature without its record: it was said above, and it goes.
  for (const ending of ['sig', 'allowed_signers']) await rm(`${path}.${ending}`, { force: true });
  await writeSignature(path, signature, signers);
  await replaceFile(join(folder, handOverFile), before + line);
  return record;
}

const readLog = (folder: string): Promise<string> =>
  readFile(join(folder, handOverFile), 'utf8').catch((error: unknown) => {
    if (isSystemError(error, ['ENOENT'])) return '';
    throw error;
  });

async function rootOf(folder: string): Promise<string> {
  const signed = await readFile(join(folder, signedFile)).catch((cause: unknown) => {
    throw new EvidenceError('BAG_DAMAGED', `no bag to hand over, its ${signedFile} cannot be read`, cause);
  });
  return sha256Hex(signed);
}
