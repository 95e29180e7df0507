import { join } from 'node:path';
import { describeMs } from '../../domain/duration.ts';
import { journalFile, signedFile } from '../bag-layout.ts';
import { followJournalFile } from '../journal-file.ts';
import { clocksOfHead, clocksOfSeal } from './clocks.ts';
import { lateFromMs, lateSeal } from './late-seal.ts';
import { sealTokenName, stampedFiles } from './seal-stamps.ts';
import type { TimeGap } from './time-gap.ts';
import { checkStored, type BagToCheck, type Found, type ProvenTime } from './stored-token.ts';
import type { ToldReceived } from './told.ts';

export type { ProvenTime } from './stored-token.ts';

export interface VerifiedStamps {
  readonly proven: readonly ProvenTime[];
  /** Tokens that do not hold, and files that belong to none: somebody changed something. */
  readonly problems: readonly string[];
  /** What was never stamped, or late: no sign of a change. */
  readonly gaps: readonly TimeGap[];
}

/** Checks every token of a bag, and names what has none. */
export async function verifyStamps(bag: BagToCheck): Promise<VerifiedStamps> {
  const found: Found = { proven: [], problems: [...bag.told.problems], gaps: [] };
  await checkHeads(bag, found);
  await checkSeal(bag, found);
  refuseStrangers(bag, found);
  return found;
}

async function checkHeads(bag: BagToCheck, found: Found): Promise<void> {
  const { dues, received, failed } = bag.told;
  const heads = await readHeads(bag);
  for (const due of dues) {
    const what = `the journal up to record ${due.head.seq} (head at ${due.moment})`;
    const head = heads.get(due.head.seq);
    if (head?.hash !== due.head.hash) found.problems.push(`${what}: the journal has another record there`);
    const came = received.filter(
      ({ moment, head: { seq } }) => moment === due.moment && seq === due.head.seq,
    );
    for (const stamp of came) await checkHead(bag, found, { what, stamp, ...(head ? { head } : {}) });
    if (due.authorities.length === 0)
      found.gaps.push({
        kind: 'HEAD_NOT_STAMPED',
        sentence: `${what} was never stamped: ${due.why ?? 'nobody was asked'}`,
      });
    for (const authority of due.authorities.filter((name) => !came.some((one) => one.authority === name))) {
      const last = failed.findLast((one) => one.authority === authority && one.head.seq === due.head.seq);
      const why = last ? `${last.code}, ${last.why}` : 'no answer before the case was closed';
      const sentence = `${what} was never stamped by ${authority}: ${why}`;
      found.gaps.push({ kind: 'HEAD_NOT_STAMPED', authority, sentence });
    }
  }
  const isDue = ({ moment, head }: ToldReceived): boolean =>
    dues.some((due) => due.moment === moment && due.head.seq === head.seq && due.head.hash === head.hash);
  for (const stamp of received.filter((one) => !isDue(one))) {
    found.problems.push(`${stamp.file} is over a head that the journal names at no moment`);
  }
}

async function checkHead(
  bag: BagToCheck,
  found: Found,
  { what, stamp, head }: { what: string; stamp: ToldReceived & { at: string }; head?: { at: string } },
): Promise<void> {
  const path = `data/${stamp.file}`;
  if (bag.files.get(path)?.sha256 !== stamp.sha256) {
    found.problems.push(`${path} is not the token that the journal names`);
    return;
  }
  const digest = Buffer.from(stamp.head.hash, 'hex');
  const nonce = Buffer.from(stamp.nonce, 'hex');
  const { authority } = stamp;
  const upTo = stamp.head.seq;
  const genTime = await checkStored(bag, found, { what, path, authority, digest, nonce, upTo });
  if (genTime !== undefined && head) {
    const times = { head: head.at, received: stamp.at, genTime };
    const wrong = clocksOfHead(bag.told, { what, authority, ...times });
    if (wrong !== undefined) found.gaps.push({ kind: 'CLOCKS_DISAGREE', authority, sentence: wrong });
  }
  const lateMs = head ? Date.parse(stamp.at) - Date.parse(head.at) : 0;
  if (lateMs >= lateFromMs) {
    const sentence = `${what} was stamped ${describeMs(lateMs)} later by ${authority}`;
    found.gaps.push({ kind: 'HEAD_LATE', authority, sentence });
  }
}

async function checkSeal(bag: BagToCheck, found: Found): Promise<void> {
  const tokens = sealTokens(bag);
  const names = new Set([...bag.sealAuthorities, ...tokens.map(({ authority }) => authority)]);
  for (const over of stampedFiles) {
    const what = over === signedFile ? 'the sealed bag (its tag manifest)' : 'the signature of the bag';
    for (const authority of names) {
      const path = `${sealTokenName(over, authority)}.tst`;
      if (!bag.files.has(path)) {
        found.gaps.push({
          kind: 'SEAL_NOT_STAMPED',
          authority,
          sentence: `${what} has no token by ${authority}`,
        });
        continue;
      }
      const sha256 = bag.files.get(over)?.sha256;
      if (sha256 === undefined) found.problems.push(`${path} is over ${over}, which is missing`);
      else {
        const genTime = await checkStored(bag, found, {
          what,
          path,
          authority,
          digest: Buffer.from(sha256, 'hex'),
        });
        const late = genTime === undefined ? undefined : lateSeal(bag.told, { what, authority, genTime });
        if (late !== undefined) found.gaps.push({ kind: 'SEAL_LATE', authority, sentence: late });
        const wrong =
          genTime === undefined ? undefined : clocksOfSeal(bag.told, { what, authority, genTime });
        if (wrong !== undefined) found.gaps.push({ kind: 'CLOCKS_DISAGREE', authority, sentence: wrong });
      }
      // It proves what it proves: who is believed is the verifier's matter. But the seal did not promise it.
      if (!bag.sealAuthorities.includes(authority)) {
        const sentence = `${path} was added later: ${authority} is not one that bag-info.txt names`;
        found.gaps.push({ kind: 'SEAL_AUTHORITY_UNNAMED', authority, sentence });
      }
    }
  }
}

const sealTokens = ({ files }: BagToCheck): readonly { readonly authority: string }[] =>
  [...files.keys()].flatMap((path) => {
    const [, authority] = /^seal\/(?:tagmanifest|signature)\.([a-z0-9][a-z0-9.-]*)\.tst$/.exec(path) ?? [];
    return authority === undefined ? [] : [{ authority }];
  });

/** A token or certificate file in the seal that belongs to nothing stands outside every manifest. */
function refuseStrangers({ files }: BagToCheck, found: Found): void {
  for (const path of files.keys()) {
    const isLonely =
      /^seal\/(?:tagmanifest|signature)\..*\.pem$/.test(path) && !files.has(path.replace(/pem$/, 'tst'));
    if (isLonely)
      found.problems.push(`${path} belongs to no token, ${path.replace(/pem$/, 'tst')} is not there`);
  }
}

/** The records that were stamped, as the journal has them: read again, so that not all are held at once. */
async function readHeads({ folder, files, told }: BagToCheck) {
  const wanted = new Set(told.dues.map(({ head }) => head.seq));
  const heads = new Map<number, { readonly hash: string; readonly at: string }>();
  if (wanted.size === 0 || !files.has(journalFile)) return heads;
  await followJournalFile(join(folder, journalFile), ({ seq, hash, at }) => {
    if (wanted.has(seq)) heads.set(seq, { hash, at });
  });
  return heads;
}
