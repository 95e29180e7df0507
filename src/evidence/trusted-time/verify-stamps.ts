import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeMs } from '../../domain/duration.ts';
import type { BagFile } from '../bag-layout.ts';
import { journalFile, signedFile } from '../bag-layout.ts';
import { followJournalFile } from '../journal-file.ts';
import { checkToken, type CheckedToken } from './check-token.ts';
import { lateFromMs, lateSeal } from './late-seal.ts';
import { refuse, TimestampRefusal } from './refusal.ts';
import { isRootOfNode, readRoots, type Roots } from './roots.ts';
import { sealTokenName, stampedFiles } from './seal-stamps.ts';
import type { TimeGap } from './time-gap.ts';
import { isDrillName, type ToldReceived, type ToldStamps } from './told.ts';

/** A token of a bag that passed every check. */
export interface ProvenTime {
  /** What existed then, in words: "the journal up to record 12 (head at opening)". */
  readonly what: string;
  readonly authority: string;
  readonly genTime: string;
  readonly accuracyMs?: number;
  readonly signer: string;
  readonly root: { readonly subject: string; readonly sha256: string };
  /**
   * Why its root is believed: the verifier named it, Node's own list has it, or only the bag brings it.
   * A drill's proves nothing whatever its root.
   */
  readonly trust: 'given' | 'node' | 'bag' | 'drill';
}

export interface VerifiedStamps {
  readonly proven: readonly ProvenTime[];
  /** Tokens that do not hold, and files that belong to none: somebody changed something. */
  readonly problems: readonly string[];
  /** What was never stamped, or late: no sign of a change. */
  readonly gaps: readonly TimeGap[];
}

interface BagToCheck {
  readonly folder: string;
  readonly files: ReadonlyMap<string, BagFile>;
  readonly told: ToldStamps;
  /** Those that bag-info.txt says were asked for the seal. */
  readonly sealAuthorities: readonly string[];
  /** Roots that the verifier trusts; absent: those that came with the bag, and that is said. */
  readonly roots?: Roots;
}

/** Checks every token of a bag, and names what has none. */
export async function verifyStamps(bag: BagToCheck): Promise<VerifiedStamps> {
  const found: Found = { proven: [], problems: [...bag.told.problems], gaps: [] };
  await checkHeads(bag, found);
  await checkSeal(bag, found);
  refuseStrangers(bag, found);
  return found;
}

interface Found {
  readonly proven: ProvenTime[];
  readonly problems: string[];
  readonly gaps: TimeGap[];
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
  await checkOne(bag, found, { what, path, authority: stamp.authority, digest, nonce });
  const lateMs = head ? Date.parse(stamp.at) - Date.parse(head.at) : 0;
  if (lateMs >= lateFromMs) {
    const { authority } = stamp;
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
        const genTime = await checkOne(bag, found, {
          what,
          path,
          authority,
          digest: Buffer.from(sha256, 'hex'),
        });
        const late = genTime === undefined ? undefined : lateSeal(bag.told, { what, authority, genTime });
        if (late !== undefined) found.gaps.push({ kind: 'SEAL_LATE', authority, sentence: late });
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

/** The token's time; undefined when it does not hold, which is a problem then. */
async function checkOne(
  bag: BagToCheck,
  found: Found,
  token: { what: string; path: string; authority: string; digest: Uint8Array; nonce?: Uint8Array },
): Promise<string | undefined> {
  const { what, path, authority, digest, nonce } = token;
  try {
    const der = await readSmall(bag, path);
    const pem = (await readSmall(bag, pemOfToken(path))).toString('latin1');
    const brought = readRoots(pem);
    const expected = { digest, ...(nonce ? { nonce } : {}) };
    const asItCame = await checkToken(der, { ...expected, roots: brought });
    // No manifest lists those of the seal: what stands in the file is the chain and nothing else.
    if (asItCame.chainPem !== pem)
      refuse('CHAIN_WRONG', 'the .pem beside it is not in the form that was written');
    const roots = bag.roots && { ...bag.roots, between: [...bag.roots.between, ...brought.between] };
    const checked = roots ? await checkToken(der, { ...expected, roots }) : asItCame;
    const { genTime, accuracyMs, signer, root } = checked;
    const trust = trustIn(bag, checked, brought);
    found.proven.push({
      ...{ what, authority, genTime, signer, root, trust },
      ...(accuracyMs === undefined ? {} : { accuracyMs }),
    });
    return genTime;
  } catch (error) {
    if (!(error instanceof TimestampRefusal)) throw error;
    found.problems.push(`${path}: ${error.code}, ${error.message} (with ${pemOfToken(path)})`);
    return undefined;
  }
}

const pemOfToken = (path: string): string => path.replace(/tst$/, 'pem');

function trustIn(bag: BagToCheck, { signer, root }: CheckedToken, brought: Roots): ProvenTime['trust'] {
  if (bag.told.isDrill || isDrillName(signer) || isDrillName(root.subject)) return 'drill';
  if (bag.roots) return 'given';
  return brought.anchors.some((anchor) => isRootOfNode(anchor)) ? 'node' : 'bag';
}

// A token takes 2 to 10 kB, its certificates about the same.
const largestFile = 1024 * 1024;

async function readSmall({ folder, files }: BagToCheck, path: string): Promise<Buffer> {
  const file = files.get(path);
  if (file === undefined) throw new TimestampRefusal('NO_TOKEN', `missing: ${path}`);
  if (file.bytes > largestFile) throw new TimestampRefusal('NOT_UNDERSTOOD', 'too large for a token');
  return readFile(join(folder, path));
}

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
