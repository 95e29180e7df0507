#!/usr/bin/env node
// Checks the time stamps of a sealed evidence bag. One file, no library, Node 18 or later, to be read in one sitting.
//
//     node verify-stamps.mjs [BAG]
//
// BAG is the folder that holds bagit.txt; absent: the folder above this file. Exit code 0: every token holds, or there
// is none; 1: something does not hold; 2: nothing could be said (no bag there, or not called as above). What that
// proves is the text below, which it prints in the end.
//
// It reads. It writes nothing, asks no network, starts no program, loads no other file as code, follows no link, and
// opens no path but those of regular files that it found in the bag.
//
// This copy may have come with the bag that it judges, and whoever changed the one could have changed the other: read
// it, or take it from the program's source, or check the tokens with openssl, as seal/VERIFY.txt says. The formats: RFC
// 3161 (time stamps), RFC 5652 (CMS, which they are wrapped in), RFC 5035 and 2634 (which certificate signed), RFC 5280
// (certificates), RFC 7468 (PEM), X.690 section 10 (DER), and for the journal the README of src/evidence.
import { Buffer } from 'node:buffer';
import { createHash, verify as verifySignature, X509Certificate } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const whatItProves = `
What "ok" shows: whoever has the root certificate's key, or a key that it vouches for, confirmed that what stands behind
"over" existed at that time: a record of the journal, and with it all records before it; or the signed list of files.
What it does not show: that a root is the authority's. It came with the bag, so compare its fingerprint with the one that
the authority publishes. That a certificate was not revoked. That the rest of the bag holds: ask verify.mjs. That no
time stamp over the seal was taken away whole, with the certificates beside it.
`;

const journalFile = 'data/journal/journal.jsonl';
/** What a token over the seal is over, by the first part of its name. */
const sealed = { tagmanifest: 'tagmanifest-sha256.txt', signature: 'seal/tagmanifest-sha256.txt.sig' };
const sealName = /^seal\/(tagmanifest|signature)\.[a-z0-9][a-z0-9.-]*\.(tst|pem)$/;
// What is larger is no file of ours, and is never read into memory.
const largestFile = 64 * 2 ** 20;
const largestLine = 256 * 2 ** 20;

// ---------------------------------------------------------------------------------------- what is checked, in order

/** Gives [what, problems, found] for each check; a fourth says what is no failure and yet not "ok". Printable ASCII. */
export async function examineStamps(folder) {
  const bag = { folder, files: await filesIn(folder), roots: new Map() };
  const journal = await followJournal(bag);
  const asked = await tokensAsked(bag);
  const beside = [...bag.files].filter((path) => sealName.test(path));
  const checks = journal.problem ? [[journalFile, [journal.problem], '']] : [];
  for (const stamp of journal.stamps) checks.push(await checkOverRecord(bag, stamp));
  for (const path of beside) checks.push(...(await checkBesideSeal(bag, { path, asked, journal })));
  for (const path of asked.filter((one) => !bag.files.has(one)))
    checks.push([path, [], 'never came: bag-info.txt names it as asked for', 'missing']);
  for (const [root, subject] of bag.roots)
    checks.push(['root certificate', [], `${root} (${subject})`, 'compare']);
  if (checks.length === 0)
    checks.push(['time stamps', [], 'no stamps: every time in this bag is the word of who sealed it']);
  return checks.map(([what, problems, ...said]) => [plain(what), problems.map(plain), ...said.map(plain)]);
}

/** A token over a record, as a later record of the journal names it. */
async function checkOverRecord(bag, { path, sha256, seq, hash, problem }) {
  try {
    must(problem === undefined, problem);
    must(bag.files.has(path) && sha256Of(await readSmall(bag, path)) === sha256, 'missing, or altered');
    return [path, [], `${await timeOf(bag, path, hash)}, over record ${seq} of the journal`];
  } catch (error) {
    return [path, [`${path}: ${error.message}`], ''];
  }
}

/** A token over the list of files, or over the signature of it. No list names it, so it must hold by itself. */
async function checkBesideSeal(bag, { path, asked, journal }) {
  try {
    const token = path.replace(/pem$/, 'tst');
    must(bag.files.has(token), `it belongs to no token, ${token} is not there`);
    if (token !== path) return [];
    const over = sealed[sealName.exec(path)[1]];
    must(bag.files.has(over), `${over} is missing`);
    const time = await timeOf(bag, path, sha256Of(await readSmall(bag, over)));
    const unasked = asked.includes(path)
      ? ''
      : '; added later, by an authority that bag-info.txt does not name';
    return [[path, [], `${time}${lateBy(time, journal)}, over ${over}${unasked}`]];
  } catch (error) {
    return [[path, [`${path}: ${error.message}`], '']];
  }
}

/** The authority's time in the token at this path, which is over this hash, with the certificates beside it. */
async function timeOf(bag, path, hash) {
  const beside = path.replace(/tst$/, 'pem');
  try {
    must(bag.files.has(beside), 'missing');
    const chain = chainIn((await readSmall(bag, beside)).toString('latin1'));
    const time = timeIn(await readSmall(bag, path), hash, chain);
    const { fingerprint256, subject } = chain.at(-1);
    bag.roots.set(`SHA-256 ${fingerprint256}`, subject.replaceAll('\n', ', '));
    return time;
  } catch (error) {
    throw new Error(`${error.message} (with ${beside})`, { cause: error });
  }
}

/** Counted from the last record of the journal, which the seal followed. A drill has a clock of its own. */
function lateBy(time, { isReal, lastAt }) {
  const minutes = Math.round((Date.parse(time) - Date.parse(lastAt)) / 60_000);
  if (!isReal || !(minutes >= 1)) return '';
  if (minutes < 120) return `, late by ${minutes} min`;
  return minutes < 2880
    ? `, late by ${Math.round(minutes / 60)} h`
    : `, late by ${Math.round(minutes / 1440)} d`;
}

/** What reads a part of the bag throws what is wrong with it; the check that wanted it makes a problem of that. */
function must(holds, why) {
  if (!holds) throw new Error(why);
}

// ------------------------------------------------------------------------------------------------ what is in the bag

/** Paths of the regular files with plain names; verify.mjs says what else there is. */
async function filesIn(folder) {
  const files = new Set();
  const visit = async (inside) => {
    for (const entry of await readdir(join(folder, inside), { withFileTypes: true })) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (!/^[A-Za-z0-9._-]+$/.test(entry.name)) continue;
      if (entry.isDirectory()) await visit(path);
      else if (entry.isFile()) files.add(path);
    }
  };
  await visit('');
  return new Set([...files].sort());
}

async function readSmall({ folder }, path) {
  const { size } = await stat(join(folder, path));
  must(size <= largestFile, `too large: ${path}`);
  return readFile(join(folder, path));
}

/** Paths of the tokens over the seal that were asked for when it was made. */
async function tokensAsked(bag) {
  if (!bag.files.has('bag-info.txt')) return [];
  const label = 'Firebreak-Timestamp-Authorities: ';
  const lines = String(await readSmall(bag, 'bag-info.txt')).split('\n');
  const names = (lines.find((line) => line.startsWith(label)) ?? '').slice(label.length).split(' ');
  return names
    .filter(Boolean)
    .flatMap((name) => Object.keys(sealed).map((over) => `seal/${over}.${name}.tst`));
}

/**
 * What the journal says of its own stamps. The chain is followed as text: what is hashed is the line without its hash,
 * which stands before "prev" and "seq" at the end of it. So a record that a token is over is what the journal holds.
 */
async function followJournal({ folder, files }) {
  const told = { stamps: [], isReal: false, lastAt: undefined, problem: undefined };
  if (!files.has(journalFile)) return { ...told, problem: `missing: ${journalFile}` };
  const hashes = ['0'.repeat(64)];
  try {
    for await (const line of linesOf(
      createReadStream(join(folder, journalFile), { highWaterMark: 2 ** 20 }),
    )) {
      const text = line.toString('latin1');
      const [end, hash, prev, seq] = recordEnd.exec(text) ?? [];
      must(prev === hashes.at(-1) && Number(seq) === hashes.length, 'it follows another record');
      const bare = `${text.slice(0, -end.length)}${end.slice(`,"hash":"${hash}"`.length)}`;
      const hashed = Buffer.from(`firebreak-journal/v1\n${bare}`, 'latin1');
      must(sha256Of(hashed) === hash, 'its hash is of another text');
      const { at, event } = JSON.parse(String(line));
      hashes.push(hash);
      told.lastAt = at;
      if (event?.type === 'case.opened') told.isReal = event.mode === 'real';
      if (event?.type === 'timestamp.received') told.stamps.push(stampIn(event, hashes));
    }
  } catch (error) {
    told.problem = `${journalFile}: broken at record ${hashes.length}: ${error.message}`;
  }
  return told;
}

const recordEnd = /,"hash":"([0-9a-f]{64})","prev":"([0-9a-f]{64})","seq":([0-9]+)}$/;

/** Which token, and over which record, by its number and hash: the journal must have it. */
function stampIn({ file, sha256, head }, hashes) {
  const { seq, hash } = head ?? {};
  const isOfJournal = Number.isInteger(seq) && seq >= 1 && hash !== undefined && hashes[seq] === hash;
  const problem = isOfJournal ? undefined : 'over a record that the journal does not have';
  return { path: typeof file === 'string' ? `data/${file}` : 'a token', sha256, seq, hash, problem };
}

/** Lines without their line feeds. */
async function* linesOf(pieces) {
  let held = [];
  let size = 0;
  for await (const piece of pieces) {
    let start = 0;
    for (let end; (end = piece.indexOf(10, start)) >= 0; start = end + 1) {
      yield Buffer.concat([...held, piece.subarray(start, end)]);
      held = [];
      size = 0;
    }
    held.push(piece.subarray(start));
    size += piece.length - start;
    must(size <= largestLine, 'a line longer than any record');
  }
  must(size === 0, 'the last line is cut off');
}

const sha256Of = (bytes) => createHash('sha256').update(bytes).digest('hex');

// -------------------------------------------------------------- a token: RFC 3161 (what is signed), RFC 5652 (how)

const digestNames = new Map([
  ['0609608648016503040201', 'sha256'],
  ['0609608648016503040202', 'sha384'],
  ['0609608648016503040203', 'sha512'],
]);
/** Of a signature's algorithm: the kind of the key, and the digest where the name says it. */
const madeBy = new Map([
  ['06092a864886f70d010101', ['rsa', undefined]],
  ['06092a864886f70d01010b', ['rsa', 'sha256']],
  ['06092a864886f70d01010c', ['rsa', 'sha384']],
  ['06092a864886f70d01010d', ['rsa', 'sha512']],
  ['06082a8648ce3d040302', ['ec', 'sha256']],
  ['06082a8648ce3d040303', ['ec', 'sha384']],
  ['06082a8648ce3d040304', ['ec', 'sha512']],
]);

/** The authority's time, when the token is about this hash (hex) and whole; else an error says what is wrong. */
export function timeIn(token, hash, chain) {
  // What openssl prints with: openssl asn1parse -inform DER -in FILE. Exactly these values, and nothing beside them.
  const [content] = valuesIn({ inside: token }, SEQUENCE);
  const [type, wrapped] = valuesIn(content, OID, TAGGED);
  const [version, digests, signed, certificates, signers] = valuesIn(
    ...valuesIn(wrapped, SEQUENCE),
    ...[INTEGER, SET, SEQUENCE, TAGGED, SET],
  );
  const [infoType, infoWrapped] = valuesIn(signed, OID, TAGGED);
  const [info] = valuesIn(infoWrapped, OCTETS);
  const [signerVersion, id, digest, attributes, algorithm, signature] = valuesIn(
    ...valuesIn(signers, SEQUENCE),
    ...[INTEGER, SEQUENCE, SEQUENCE, TAGGED, SEQUENCE, OCTETS],
  );
  // The shell is signed by nobody, so each value in it must be the only one that it can be: signedData, version 3,
  // id-ct-TSTInfo, and a signer named by issuer and number (version 1).
  const shell = [type, version, infoType, signerVersion].map(({ whole }) => hex(whole)).join(' ');
  const shellOfStamps = '06092a864886f70d010702 020103 060b2a864886f70d0109100104 020101';
  must(shell === shellOfStamps, 'no time stamp of RFC 3161');
  const digestName = digestNames.get(nameOf(digest));
  must(digestName !== undefined && digests.inside.equals(digest.whole), 'over an unknown digest');
  const [keyKind, ofDigest = digestName] = madeBy.get(nameOf(algorithm)) ?? [];
  must(keyKind !== undefined, 'signed in a way that only openssl checks (seal/VERIFY.txt)');
  const signer = signerIn(certificates, id, chain);
  const isOfKind = signer.publicKey.asymmetricKeyType === keyKind && ofDigest === digestName;
  must(isOfKind, 'by a key of another kind');
  checkAttributes(attributes, { infoType, digest: hashOf(digestName, info.inside), signer });
  // RFC 5652, 5.4: the attributes are signed as a SET, and written with another first byte.
  const message = Buffer.concat([Buffer.from([SET]), attributes.whole.subarray(1)]);
  const isSigned = verifySignature(digestName, message, signer.publicKey, signature.inside);
  must(isSigned, 'its signature is of something else');
  const time = timeAbout(info, hash);
  const isValidThen = ({ validFrom, validTo }) =>
    Date.parse(validFrom) <= Date.parse(time) && Date.parse(time) <= Date.parse(validTo);
  must([signer, ...chain].every(isValidThen), 'a certificate of it was not valid then');
  return time;
}

/** RFC 3161, 2.4.2: version, policy, what was stamped (a digest's name and the digest), number, time. */
function timeAbout(info, hash) {
  const [body] = valuesIn(info, SEQUENCE);
  const [, , imprint, , time] = derIn(body.inside);
  const [algorithm, stamped] = valuesIn(imprint, SEQUENCE, OCTETS);
  const isAbout = digestNames.get(nameOf(algorithm)) === 'sha256' && hex(stamped.inside) === hash;
  must(isAbout, 'it is about something else');
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(time.inside.toString('latin1'));
  must(time.tag === TIME && parts !== null, 'no time in it');
  const [, year, month, day, hour, minute, second, fraction = ''] = parts;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}Z`;
}

/** The signer's certificate, and that each one is vouched for by the next; no other may lie in the token. */
function signerIn(certificates, id, chain) {
  const all = derIn(certificates.inside).map(({ whole }) => ({ whole, read: new X509Certificate(whole) }));
  const isInOneForm = all.every(({ whole, read }) => read.raw.equals(whole));
  must(isInOneForm, 'a certificate in another form');
  const [signer, ...others] = all.filter(({ whole }) => issuerAndNumber(whole).equals(id.inside));
  must(signer !== undefined && others.length === 0, 'not one certificate of its signer');
  const path = [signer.read, ...chain];
  const holds = path.every((one, i) => {
    const next = path[Math.min(i + 1, path.length - 1)];
    return one.checkIssued(next) && one.verify(next.publicKey);
  });
  must(holds && chain.every(({ ca }) => ca), 'its certificates do not vouch for it');
  const isKnown = ({ whole }) => path.some(({ raw }) => raw.equals(whole));
  must(all.every(isKnown), 'a certificate in it belongs to nothing');
  // What Node calls the usage of a key is RFC 5280's extended one: this is id-kp-timeStamping.
  must(String(signer.read.keyUsage) === '1.3.6.1.5.5.7.3.8', 'its key is not for time stamps alone');
  return signer.read;
}

/** RFC 5280, 4.1: the number and the issuer, in the order in which a signature names its signer. */
function issuerAndNumber(certificate) {
  const [tbs] = derIn(derIn(certificate)[0].inside);
  const fields = derIn(tbs.inside);
  const [number, , issuer] = fields[0].tag === TAGGED ? fields.slice(1) : fields;
  return Buffer.concat([issuer.whole, number.whole]);
}

/** What is signed says: the digest of the time stamp, that it is one, and the hash of the signer's certificate. */
function checkAttributes(attributes, { infoType, digest, signer }) {
  const values = new Map();
  for (const attribute of derIn(attributes.inside)) {
    const [type, value] = valuesIn(attribute, OID, SET);
    must(!values.has(hex(type.inside)), 'something is signed twice');
    values.set(hex(type.inside), value.inside);
  }
  const octets = (bytes) => Buffer.concat([Buffer.from([OCTETS, bytes.length]), bytes]);
  must(values.get('2a864886f70d010904')?.equals(octets(digest)), 'its time is not what was signed');
  must(values.get('2a864886f70d010903')?.equals(infoType.whole), 'it was signed as something else');
  const names = (type, ...digestsOf) =>
    digestsOf.some((name) => values.get(type)?.includes(octets(hashOf(name, signer.raw))));
  const isBound =
    names('2a864886f70d010910022f', 'sha256', 'sha384', 'sha512') || names('2a864886f70d010910020c', 'sha1');
  must(isBound, 'it names another certificate');
}

/** The certificates above the signer, the root last; the file holds them and nothing else, in the one form of PEM. */
export function chainIn(pem) {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n/g) ?? [];
  const chain = blocks.map((block) => new X509Certificate(block));
  const isInOneForm = chain.length > 0 && chain.map(String).join('') === pem;
  must(isInOneForm, 'the certificates beside it are not in the form in which they were written');
  return chain;
}

// ------------------------------------------------------------------------------------------------ DER: X.690, 8 and 10

const [INTEGER, OCTETS, OID, SEQUENCE, SET, TIME, TAGGED] = [0x02, 0x04, 0x06, 0x30, 0x31, 0x18, 0xa0];

/** The values in a DER encoding, one after the other: each has one form only. */
function derIn(bytes) {
  const found = [];
  for (let at = 0; at < bytes.length;) {
    let [from, length] = [at + 2, bytes[at + 1]];
    if (length >= 128) {
      const count = length - 128;
      must(count >= 1 && count <= 4 && from + count <= bytes.length, 'a length in another form');
      length = bytes.readUIntBE(from, count);
      must(length >= 128 && length >= 2 ** (8 * (count - 1)), 'a length in another form');
      from += count;
    }
    const end = from + length;
    must((bytes[at] & 31) !== 31 && end <= bytes.length, 'it is cut off');
    found.push({ tag: bytes[at], whole: bytes.subarray(at, end), inside: bytes.subarray(from, end) });
    at = end;
  }
  return found;
}

/** Exactly these kinds of values; what else could stand there, nobody would have signed. */
function valuesIn({ inside }, ...tags) {
  const found = derIn(inside);
  const isSo = found.length === tags.length && found.every(({ tag }, i) => tag === tags[i]);
  must(isSo, 'it is in another form');
  return found;
}

const hex = (bytes) => bytes.toString('hex');
const hashOf = (algorithm, bytes) => createHash(algorithm).update(bytes).digest();
/** What may follow an algorithm's name: nothing, or NULL. */
const nameOf = (algorithm) => hex(algorithm.inside).replace(/0500$/, '');

// --------------------------------------------------------------------------------------------------- what is printed

/** What a terminal could obey, or a reader mistake for something else, is shown by its number, and not at length. */
const plain = (text) =>
  text.slice(0, 500).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

async function main([given = join(dirname(fileURLToPath(import.meta.url)), '..'), ...more]) {
  if (more.length > 0 || given.startsWith('-')) throw new Error('call it as: node verify-stamps.mjs [BAG]');
  const folder = await realpath(given).catch(() => undefined);
  if (!(folder && (await readdir(folder).catch(() => [])).includes('bagit.txt')))
    throw new Error(`no bag here (a folder with bagit.txt): ${given}`);
  const checks = await examineStamps(folder);
  for (const [what, problems, found, status = 'ok'] of checks) {
    const [word, more] = problems.length === 0 ? [status, found] : ['FAILED', ''];
    process.stdout.write(`${word.padEnd(12)} ${what.padEnd(40)} ${more}`.trimEnd() + '\n');
    for (const problem of problems) process.stdout.write(`             ${problem}\n`);
  }
  process.stdout.write(whatItProves);
  return checks.every(([, problems]) => problems.length === 0) ? 0 : 1;
}

// Run as a program, and not read by a test.
const [run, own] = await Promise.all(
  [process.argv[1] ?? '', fileURLToPath(import.meta.url)].map((path) => stat(path).catch(() => undefined)),
);
if (run && own && run.ino === own.ino && run.dev === own.dev) {
  process.exitCode = await main(process.argv.slice(2)).catch((error) => {
    process.stderr.write(`${plain(error.message)}\n`);
    return 2;
  });
}
