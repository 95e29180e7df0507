import type { FileDigest } from './file-digest.ts';

/** A file of a bag, by its path in the bag. */
export interface BagFile extends FileDigest {
  readonly path: string;
}

export type Algorithm = 'sha256' | 'sha512';
export const algorithms: readonly Algorithm[] = ['sha256', 'sha512'];

/** RFC 8493 §2.1.1: exactly these two lines. */
export const declaration = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

export const signedFile = 'tagmanifest-sha256.txt';
export const signatureFile = `seal/${signedFile}.sig`;
export const allowedSignersFile = 'seal/allowed_signers';
export const instructionsFile = 'seal/VERIFY.txt';
/** Checkers of one file each, for whoever has Node and not firebreak: of all but the time stamps, and of these. */
export const verifierFile = 'seal/verify.mjs';
export const stampsVerifierFile = 'seal/verify-stamps.mjs';
/** Who signs, as ssh-keygen names it (`-I`). */
export const principal = 'firebreak';

export const journalFile = 'data/journal/journal.jsonl';
export const exchangesFile = 'data/http/exchanges.warc.gz';
export const reportFile = 'data/report/report.json';
export const exhibitsFolder = 'data/exhibits/';

/** Labels of bag-info.txt that sealing writes and verifying reads. */
export const labels = {
  date: 'Bagging-Date',
  oxum: 'Payload-Oxum',
  journalHead: 'Firebreak-Journal-Head',
  report: 'Firebreak-Report-SHA256',
  signingKey: 'Firebreak-Signing-Key',
  attestation: 'Firebreak-Attestation',
  timestampAuthorities: 'Firebreak-Timestamp-Authorities',
} as const;

/** Given by who seals, and compared with the journal's opening: "real", "drill". */
export const modeLabel = 'Firebreak-Mode';

/** No outside party vouches for time or key: the record says so wherever it speaks of itself. */
export const selfAttested = 'SELF-ATTESTED';
/** An authority outside has confirmed that the record existed at a time. */
export const anchored = 'ANCHORED BY AN OUTSIDE TIME';
export type Attestation = typeof selfAttested | typeof anchored;

/** Payload files under data/, or tag files but for the tag manifests and what stands over them: signatures, tokens, log. */
export const isPayload = (path: string): boolean => path.startsWith('data/');
export const isListedTagFile = (path: string): boolean =>
  !isPayload(path) &&
  path !== signatureFile &&
  !path.startsWith('tagmanifest-') &&
  !isSealTokenFile(path) &&
  !isLaterFile(path);

/** A token over the seal, or its certificates: made after the manifests that would have to list it. */
const isSealTokenFile = (path: string): boolean =>
  /^seal\/(?:tagmanifest|signature)\.[a-z0-9][a-z0-9.-]*\.(?:tst|pem)$/.test(path);

/** What was added to a sealed bag: counter-signatures over its tag manifest, and the log of hand-overs. */
export const isLaterFile = (path: string): boolean =>
  /^seal\/(?:countersign\.[A-Za-z0-9][A-Za-z0-9._-]{0,59}\.(?:sig|allowed_signers)|handover\.(?:jsonl|[1-9]\d{0,5}\.(?:sig|allowed_signers)))$/.test(
    path,
  );

/** The lines of `sha256sum`: hash, two spaces, path; sorted by path, so that a bag has one form. */
export const manifestText = (files: readonly BagFile[], algorithm: Algorithm): string =>
  sortByPath(files)
    .map((file) => `${file[algorithm]}  ${file.path}\n`)
    .join('');

/** Octets and files of the payload, RFC 8493 §2.2.2. */
export function payloadOxum(files: readonly BagFile[]): string {
  const payload = files.filter(({ path }) => isPayload(path));
  return `${payload.reduce((sum, { bytes }) => sum + bytes, 0)}.${payload.length}`;
}

/** One line a label; a line end in a value would begin a label of its writer's choosing. */
export const bagInfoText = (entries: readonly (readonly [string, string])[]): string =>
  entries.map(([label, value]) => `${label}: ${value.replace(/\s+/g, ' ').trim()}\n`).join('');

export function bagInfoValue(text: string, label: string): string | undefined {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${label}: `));
  return line?.slice(label.length + 2);
}

/** One line of allowed_signers: who, for what, with which key. */
export const allowedSignersText = (publicKey: string, namespace: string, who: string = principal): string =>
  `${who} namespaces="${namespace}" ${publicKey}\n`;

export const sortByPath = <T extends { readonly path: string }>(files: readonly T[]): T[] =>
  files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
