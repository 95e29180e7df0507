import { readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput } from '../domain/failure.ts';
import { digestBagFiles, listBagFiles } from './bag-files.ts';
import type { FileDigest } from './file-digest.ts';
import {
  algorithms,
  allowedSignersFile,
  allowedSignersText,
  anchored,
  bagInfoValue,
  declaration,
  isListedTagFile,
  isPayload,
  labels,
  modeLabel,
  payloadOxum,
  reportFile,
  selfAttested,
  signatureFile,
  signedFile,
  type Algorithm,
  type Attestation,
  type BagFile,
} from './bag-layout.ts';
import { isSystemError } from '../domain/system-error.ts';
import { sha256Hex } from './canonical.ts';
import { quoteName } from './safe-path.ts';
import { signatureNamespace, verifySshSignature, type SignatureCheck } from './ssh-signature.ts';
import {
  isOutside,
  verifyStamps,
  whatTimeDoesNotShow,
  type ProvenTime,
  type Roots,
  type TimeGap,
  type VerifiedStamps,
} from './trusted-time/index.ts';
import type { Countersignature } from './after-seal/countersign.ts';
import type { HandOver } from './after-seal/hand-over-log.ts';
import { verifyLater, type VerifiedLater } from './after-seal/verify-later.ts';
import { rootOfFirstBag } from './share/what-a-copy-is.ts';
import { compareManifest } from './verify-manifest.ts';
import { checkExchangesBeside, type CheckedExchanges } from './verify-exchanges.ts';
import { compareExhibits, isTakenBack, readTold, unnamedBytes, type ToldByJournal } from './verify-record.ts';

/** One thing that a stranger would check. */
export interface Check {
  /** Named for what is looked at: "manifest-sha256.txt", "signature", "journal chain". */
  readonly name: string;
  readonly ok: boolean;
  /** What was found; when not ok, every problem by the name of the file or record. */
  readonly detail: string;
}

export interface Verification {
  readonly ok: boolean;
  /** Whether the folder declares itself one: without its bagit.txt it is something else, not a damaged bag. */
  readonly isBag: boolean;
  readonly checks: readonly Check[];
  readonly firstProblem?: { readonly check: string; readonly problem: string };
  /** Outside time counts when its root is one that the verifier gave, or that Node's own list has. */
  readonly attestation: Attestation;
  /** What existed when, and who says so. */
  readonly proven: readonly ProvenTime[];
  /** What was never stamped, or late. */
  readonly gaps: readonly TimeGap[];
  /** What the checks cannot show, in whole sentences. */
  readonly selfAttested: readonly string[];
  /** Regular files whose hashes were computed. */
  readonly hashed: number;
  /**
   * How much the checks looked at. `sealed`: files that the signature covers, by manifests; the rest of `hashed` was made
   * after them. `takenBack`: exhibits whose bytes a person took back, `exhibits` are the others. `marks` stand for what was
   * taken out of the HTTP record.
   */
  readonly looked: {
    readonly sealed: number;
    readonly records: number;
    readonly exhibits: number;
    readonly takenBack: number;
    readonly exchanges: number;
    readonly marks: number;
  };
  /** The record says that it is of a drill: against venues that firebreak played. */
  readonly isDrill: boolean;
  /** The bag is a pseudonymised copy, as it says itself: the root (hex) of the first one. */
  readonly derivedFrom?: string;
  /** Second persons whose signatures over the same tag manifest hold. */
  readonly countersigned: readonly Countersignature[];
  /** From whom to whom the bag went, as far as the log of it holds. */
  readonly handOvers: readonly HandOver[];
  /** Of the key in the signature, when the signature holds. */
  readonly fingerprint?: string;
}

/**
 * Checks a sealed bag as a stranger would: every file against both manifests, the signature, the
 * journal's chain, and what the journal says of exhibits and HTTP records. Changes nothing, follows no
 * link, reads files in pieces.
 *
 * @param options `expectedFingerprint`: "SHA256:…", learned by another way than the bag;
 *   `timestampRoots`: the roots of the authorities that are believed. Without them those in the bag are
 *   used, and that they came with the bag is said
 *   `readBack`: for whoever has just put files there and read them, what they were hashed to: read no more
 * @throws BadInput when there is no folder
 */
export async function verifyBag(
  folder: string,
  options: {
    readonly expectedFingerprint?: string;
    readonly timestampRoots?: Roots;
    readonly readBack?: ReadonlyMap<string, FileDigest>;
  } = {},
): Promise<Verification> {
  const real = await realFolder(folder);
  const { sizes, strangers } = await listBagFiles(real);
  const told = await readTold(real, sizes);
  // The HTTP record is unpacked and every file is hashed: each keeps a core busy, so both at the same time.
  const [http, files] = await Promise.all([
    checkExchangesBeside(real, sizes, told),
    digestBagFiles(real, sizes, options.readBack),
  ]);
  const bag = await openBag(real, { files, strangers });
  const signature = verifySshSignature(bag.text(signatureFile), Buffer.from(bag.text(signedFile), 'latin1'));
  const stamps = await verifyStamps({
    ...{ folder: bag.folder, files: bag.files, told: told.stamps },
    sealAuthorities: namesIn(bagInfoValue(bag.text('bag-info.txt'), labels.timestampAuthorities)),
    ...(options.timestampRoots ? { roots: options.timestampRoots } : {}),
  });
  const later = await verifyLater({ folder: bag.folder, files: bag.files, signature });
  const checks = [
    check('files', bag.strangers, `${bag.files.size} regular files`),
    check('bagit.txt', checkDeclaration(bag), 'BagIt 1.0, UTF-8'),
    ...algorithms.map((algorithm) => checkPayloadManifest(bag, algorithm)),
    ...algorithms.map((algorithm) => checkTagManifest(bag, algorithm)),
    checkOxum(bag),
    checkSignature(signature),
    checkSigningKey(bag, signature, options.expectedFingerprint),
    checkJournal(bag, told),
    check('exhibits', compareExhibits(told, bag.files), exhibitsInWords(told)),
    ...checkHttpRecord(bag, told, http),
    checkReport(bag),
    ...checkTimestamps(stamps),
    ...checkLater(later),
  ];
  const takenBack = told.exhibits.filter((exhibit) => isTakenBack(told, exhibit)).length;
  const looked = {
    sealed: [...bag.files.keys()].filter((path) => isPayload(path) || isListedTagFile(path)).length,
    records: told.head.seq,
    exhibits: told.exhibits.length - takenBack,
    takenBack,
    exchanges: told.exchanges.length,
    marks: http.marks,
  };
  const claimed = bagInfoValue(bag.text('bag-info.txt'), labels.attestation);
  const derivedFrom = rootOfFirstBag(bag.text('bag-info.txt'));
  return {
    ...conclude(checks, {
      signature,
      stamps,
      later,
      expected: options.expectedFingerprint,
      records: told.head.seq,
      claimed,
    }),
    ...{ isBag: bag.files.has('bagit.txt'), hashed: bag.files.size, looked, isDrill: told.stamps.isDrill },
    ...(derivedFrom === undefined ? {} : { derivedFrom }),
  };
}

const exhibitsInWords = (told: ToldByJournal): string => {
  const { exhibits } = told;
  const gone = exhibits.filter((exhibit) => isTakenBack(told, exhibit)).length;
  const there = `${exhibits.length - gone} as the journal names them`;
  return gone === 0 ? there : `${there}; ${gone} taken back before sealing, as it records`;
};

const namesIn = (label: string | undefined): readonly string[] =>
  (label ?? '').split(' ').filter((name) => name !== '');

interface OpenBag {
  readonly folder: string;
  readonly files: ReadonlyMap<string, BagFile>;
  readonly strangers: readonly string[];
  /** A tag file as latin1, so that every byte counts; empty when it is missing. */
  text(path: string): string;
}

async function realFolder(folder: string): Promise<string> {
  const real = await realpath(folder).catch((error: unknown) => {
    if (isSystemError(error, ['ENOENT', 'ENOTDIR'])) throw new BadInput(`there is no bag at ${folder}`);
    throw error;
  });
  if (!(await stat(real)).isDirectory()) {
    throw new BadInput(`a bag is a folder, this is a file: ${folder}`, { hint: 'unpack it first' });
  }
  return real;
}

async function openBag(
  folder: string,
  { files, strangers }: Pick<OpenBag, 'files' | 'strangers'>,
): Promise<OpenBag> {
  const tags = [...files.values()].filter(
    ({ path, bytes }) => readTags.includes(path) && bytes <= largestTagFile,
  );
  const texts = new Map<string, string>();
  const changed: string[] = [];
  for (const { path, sha256 } of tags) {
    const bytes = await readFile(join(folder, path));
    texts.set(path, bytes.toString('latin1'));
    // Hashed before and read now: a disk that gives each another file would have one checked and the other believed.
    if (sha256Hex(bytes) !== sha256) changed.push(`changed while it was verified: ${path}`);
  }
  return { folder, files, strangers: [...strangers, ...changed], text: (path) => texts.get(path) ?? '' };
}

const readTags: readonly string[] = [
  'bagit.txt',
  'bag-info.txt',
  ...algorithms.flatMap((algorithm) => [`manifest-${algorithm}.txt`, `tagmanifest-${algorithm}.txt`]),
  allowedSignersFile,
  signatureFile,
];

// A manifest line takes about 100 bytes: room for 600,000 files.
const largestTagFile = 64 * 1024 * 1024;

function checkDeclaration(bag: OpenBag): readonly string[] {
  if (!bag.files.has('bagit.txt')) return ['missing: bagit.txt'];
  return bag.text('bagit.txt') === declaration ? [] : ['altered: bagit.txt'];
}

function checkPayloadManifest(bag: OpenBag, algorithm: Algorithm): Check {
  const payload = [...bag.files.values()].filter(({ path }) => isPayload(path));
  return checkManifest(bag, `manifest-${algorithm}.txt`, payload, algorithm);
}

/** Every file outside data/ is listed here, or is one of the three that cannot be. */
function checkTagManifest(bag: OpenBag, algorithm: Algorithm): Check {
  const known = ['tagmanifest-sha256.txt', 'tagmanifest-sha512.txt'];
  const tags = [...bag.files.values()].filter(
    ({ path }) => isListedTagFile(path) || (path.startsWith('tagmanifest-') && !known.includes(path)),
  );
  return checkManifest(bag, `tagmanifest-${algorithm}.txt`, tags, algorithm);
}

function checkManifest(bag: OpenBag, name: string, files: readonly BagFile[], algorithm: Algorithm): Check {
  const problems = bag.files.has(name)
    ? compareManifest(bag.text(name), files, algorithm)
    : [`missing: ${name}`];
  return check(name, problems, `${files.length} files, none missing, extra or altered`);
}

function checkOxum(bag: OpenBag): Check {
  const said = bagInfoValue(bag.text('bag-info.txt'), labels.oxum);
  const found = payloadOxum([...bag.files.values()]);
  const problems =
    said === found ? [] : [`bag-info.txt says ${quoteName(said ?? 'nothing')}, found ${found}`];
  return check('Payload-Oxum', problems, `${found} (bytes.files)`);
}

function checkSignature(signature: SignatureCheck): Check {
  return check(
    'signature',
    signature.ok ? [] : [`${signatureFile}: ${signature.why}`],
    `${signature.ok ? signature.key.kind : 'none'} over ${signedFile}`,
  );
}

function checkSigningKey(bag: OpenBag, signature: SignatureCheck, expected: string | undefined): Check {
  if (!signature.ok) return check('signing key', ['no valid signature'], '');
  const { fingerprint, key } = signature;
  const problems: string[] = [];
  if (expected !== undefined && expected !== fingerprint) {
    problems.push(`signed with ${fingerprint}, expected ${quoteName(expected)}`);
  }
  if (bagInfoValue(bag.text('bag-info.txt'), labels.signingKey) !== fingerprint) {
    problems.push(`bag-info.txt names another key than ${fingerprint}`);
  }
  if (bag.text(allowedSignersFile) !== allowedSignersText(key.line, signatureNamespace)) {
    problems.push(`${allowedSignersFile} names another key than ${fingerprint}`);
  }
  const compared = expected === undefined ? 'not compared with anything from outside the bag' : 'as expected';
  return check('signing key', problems, `${fingerprint}, ${compared}`);
}

function checkJournal(bag: OpenBag, told: ToldByJournal): Check {
  const head = `${told.head.seq} ${told.head.hash}`;
  const said = bagInfoValue(bag.text('bag-info.txt'), labels.journalHead);
  const cut = told.problems.length === 0 && said !== head ? ['does not end where bag-info.txt says'] : [];
  const mode = bagInfoValue(bag.text('bag-info.txt'), modeLabel);
  const otherMode =
    mode !== undefined && told.mode !== undefined && mode !== told.mode
      ? [`is of a case that is ${quoteName(told.mode)}, bag-info.txt says ${quoteName(mode)}`]
      : [];
  return check(
    'journal chain',
    [...told.problems, ...cut, ...otherMode],
    `${told.head.seq} records, head ${told.head.hash}`,
  );
}

/** The records at their places, and what was taken out of them against the lists of it. */
function checkHttpRecord(bag: OpenBag, told: ToldByJournal, found: CheckedExchanges): readonly Check[] {
  const count = told.exchanges.length;
  return [
    check(
      'HTTP record',
      found.problems,
      `${count} exchanges at their places, each as it was digested, ${unnamedBytes(told, bag.files)} bytes that no record names`,
    ),
    check(
      'redaction log',
      found.redactionProblems,
      `${found.marks} marks in the HTTP record, each in its list, and nothing in the lists that has no mark`,
    ),
  ];
}

function checkReport(bag: OpenBag): Check {
  const report = bag.files.get(reportFile);
  const said = bagInfoValue(bag.text('bag-info.txt'), labels.report);
  const problems = report?.sha256 === said ? [] : [`${reportFile} is not the one that bag-info.txt names`];
  return check('report', problems, report ? `${reportFile} ${report.sha256}` : 'no report in this bag');
}

/** Nothing to say of a bag that nobody was asked to stamp. */
function checkTimestamps({ proven, problems, gaps }: VerifiedStamps): readonly Check[] {
  if (proven.length + problems.length + gaps.length === 0) return [];
  return [check('time stamps', problems, `${proven.length} tokens in order, ${gaps.length} gaps`)];
}

/** Nothing to say of a bag to which nobody added anything. */
function checkLater({ countersigned, handOvers, files }: VerifiedLater): readonly Check[] {
  const names = countersigned.good.map(({ who, fingerprint }) => `${who} ${fingerprint}`);
  const { good, problems } = handOvers;
  return [
    ...(files.countersigned === 0
      ? []
      : [check('counter-signatures', countersigned.problems, names.join(', '))]),
    ...(files.handOvers === 0
      ? []
      : [check('hand-overs', problems, `${good.length} in a chain, each signed by its key`)]),
  ];
}

const check = (name: string, problems: readonly string[], fine: string): Check =>
  problems.length === 0 ? { name, ok: true, detail: fine } : { name, ok: false, detail: listed(problems) };

const mostListed = 20;
const listed = (problems: readonly string[]): string =>
  [
    ...problems.slice(0, mostListed),
    ...(problems.length > mostListed ? [`and ${problems.length - mostListed} more`] : []),
  ].join('; ');

function conclude(
  checks: readonly Check[],
  found: {
    readonly signature: SignatureCheck;
    readonly stamps: VerifiedStamps;
    readonly later: VerifiedLater;
    readonly expected: string | undefined;
    /** In the journal. */
    readonly records: number;
    /** The attestation that bag-info.txt gives itself. */
    readonly claimed: string | undefined;
  },
): Omit<Verification, 'isBag' | 'hashed' | 'looked' | 'isDrill'> {
  const { signature, stamps, later, expected, records } = found;
  const failed = checks.find(({ ok }) => !ok);
  const { proven, gaps } = stamps;
  const attestation = proven.some(isOutside) ? anchored : selfAttested;
  const selfAttestations = [...whatTimeDoesNotShow(proven, records)];
  if (found.claimed === anchored && attestation !== anchored) {
    selfAttestations.push(
      `That it is ${anchored}, as its bag-info.txt and VERIFY.txt say: no root that is believed here vouches for it.`,
    );
  }
  selfAttestations.push(
    'That nothing which was added to the sealed bag was taken away again whole: a counter-signature, the last hand-overs, a time stamp over the seal.',
  );
  if (expected === undefined) {
    selfAttestations.push('Who signed: compare the fingerprint with one that did not come with the bag.');
  }
  if (later.countersigned.good.length + later.handOvers.good.length > 0) {
    selfAttestations.push(
      'Who counter-signed and who handed over: names came with the bag, keys are proven; compare their fingerprints.',
    );
  }
  return {
    ok: failed === undefined,
    checks,
    ...(failed && { firstProblem: { check: failed.name, problem: failed.detail } }),
    attestation,
    proven,
    gaps,
    selfAttested: selfAttestations,
    countersigned: later.countersigned.good,
    handOvers: later.handOvers.good,
    ...(signature.ok && { fingerprint: signature.fingerprint }),
  };
}
