import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BagFile } from '../bag-layout.ts';
import { checkToken, type CheckedToken, type Expected } from './check-token.ts';
import { refuse, TimestampRefusal } from './refusal.ts';
import { isRootOfNode, readRoots, type Roots } from './roots.ts';
import type { TimeGap } from './time-gap.ts';
import { isDrillName, type ToldStamps } from './told.ts';

/** A token of a bag that passed every check. */
export interface ProvenTime {
  /** What existed then, in words: "the journal up to record 12 (head at opening)". */
  readonly what: string;
  /** Number of the last record that it covers; absent: it is over the seal, and covers the bag. */
  readonly upTo?: number;
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

/** The bag under examination, its files found and hashed. */
export interface BagToCheck {
  readonly folder: string;
  readonly files: ReadonlyMap<string, BagFile>;
  readonly told: ToldStamps;
  /** Those that bag-info.txt says were asked for the seal. */
  readonly sealAuthorities: readonly string[];
  /** Roots that the verifier trusts; absent: those that came with the bag, and that is said. */
  readonly roots?: Roots;
}

/** What the checks of one bag have come to so far. */
export interface Found {
  readonly proven: ProvenTime[];
  readonly problems: string[];
  readonly gaps: TimeGap[];
}

/** The token's time; undefined when it does not hold, which is a problem then. */
export async function checkStored(
  bag: BagToCheck,
  found: Found,
  token: {
    what: string;
    path: string;
    authority: string;
    digest: Uint8Array;
    nonce?: Uint8Array;
    upTo?: number;
  },
): Promise<string | undefined> {
  const { what, path, authority, digest, nonce, upTo } = token;
  try {
    const der = await readSmall(bag, path);
    const pem = (await readSmall(bag, pemOfToken(path))).toString('latin1');
    const brought = readRoots(pem);
    const expected = { digest, ...(nonce ? { nonce } : {}) };
    const asItCame = await checkToken(der, { ...expected, roots: brought });
    // No manifest lists those of the seal: what stands in the file is the chain and nothing else.
    if (asItCame.chainPem !== pem)
      refuse('CHAIN_WRONG', 'the .pem beside it is not in the form that was written');
    const given = bag.roots && (await byRoots(der, expected, bag.roots, brought));
    const { genTime, accuracyMs, signer, root } = given ?? asItCame;
    const trust = trustIn(bag, given ?? asItCame, { brought, isGiven: given !== undefined });
    found.proven.push({
      ...{ what, authority, genTime, signer, root, trust },
      ...(accuracyMs === undefined ? {} : { accuracyMs }),
      ...(upTo === undefined ? {} : { upTo }),
    });
    return genTime;
  } catch (error) {
    if (!(error instanceof TimestampRefusal)) throw error;
    found.problems.push(`${path}: ${error.code}, ${error.message} (with ${pemOfToken(path)})`);
    return undefined;
  }
}

const pemOfToken = (path: string): string => path.replace(/tst$/, 'pem');

/**
 * Undefined when the roots that the verifier gave do not vouch for it. It holds all the same, and is not believed: who has
 * the root of one authority must not read that the bag of two is damaged, nor may anybody do that with a token of his own.
 */
async function byRoots(
  der: Uint8Array,
  expected: Omit<Expected, 'roots'>,
  given: Roots,
  brought: Roots,
): Promise<CheckedToken | undefined> {
  try {
    const roots = { ...given, between: [...given.between, ...brought.between] };
    return await checkToken(der, { ...expected, roots });
  } catch (error) {
    if (error instanceof TimestampRefusal) return undefined;
    throw error;
  }
}

function trustIn(
  bag: BagToCheck,
  { signer, root }: CheckedToken,
  { brought, isGiven }: { readonly brought: Roots; readonly isGiven: boolean },
): ProvenTime['trust'] {
  if (bag.told.isDrill || isDrillName(signer) || isDrillName(root.subject)) return 'drill';
  if (isGiven) return 'given';
  // Who names roots believes these and no others.
  if (bag.roots) return 'bag';
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
