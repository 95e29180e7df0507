#!/usr/bin/env node
// Checks a sealed evidence bag. One file, no library, Node 18 or later, written to be read in one sitting.
//
//     node verify.mjs [BAG] [--fingerprint SHA256:...]
//
// BAG is the folder that holds bagit.txt; absent: the folder above this file. The fingerprint is the one that you were
// given by another way than this bag. Exit code 0: all that was checked holds; 1: something does not; 2: nothing could
// be said (no bag there, or not called as above). What that proves is the text below, which it prints in the end.
//
// It reads. It writes nothing, asks no network, starts no program, loads no other file as code (also not the one that
// lies beside it, which may be somebody else's), follows no link, and opens no path that the bag's contents name.
//
// This copy may have come with the bag that it judges, and whoever changed the one could have changed the other: read
// it, or take it from the program's source. The formats: RFC 8493 (BagIt), RFC 8785 (canonical JSON), PROTOCOL.sshsig
// of OpenSSH, ISO 28500 (WARC/1.1), and for the journal the README of src/evidence in the program's source.
import { Buffer } from 'node:buffer';
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const whatItProves = `
What this shows, where all checks above hold: since the list of files was signed with the key above, no file it covers
was changed, added or removed, and what was added beside it is signed by the keys above; the journal is one unbroken
chain of records; each exhibit and each HTTP exchange that it names is there as it was recorded; and each place marked as
blacked out in the HTTP record is listed there.
What it does not show: whose keys these are (the name of a counter-signature is the name of a file, which nobody signed);
that what was recorded is true, or its times right; that nothing was left out without a mark; that the owner of the key
did not write all of it anew before sealing: against that stand the time stamps of outside authorities, which are
counted here and not checked (verify-stamps.mjs does it, or the commands "openssl ts" in seal/VERIFY.txt); that nothing
which was added to the sealed bag was taken away again whole: a counter-signature, the last hand-overs, a time stamp.
When files were made, who may read them and what else the disk keeps of them is no part of a bag.
`;

const signedFile = 'tagmanifest-sha256.txt';
const signatureFile = 'seal/tagmanifest-sha256.txt.sig';
const signersFile = 'seal/allowed_signers';
const journalFile = 'data/journal/journal.jsonl';
const exchangesFile = 'data/http/exchanges.warc.gz';
const reportFile = 'data/report/report.json';
const handOverFile = 'seal/handover.jsonl';
// What is larger is no file of ours, and is never read into memory.
const largestTagFile = 64 * 2 ** 20;
const largestLine = 256 * 2 ** 20;
const largestExchange = 1024 * 2 ** 20;

// ---------------------------------------------------------------------------------------- what is checked, in order

/** Gives [what, problems, found] for each check; where it did not look, a fourth says so. All in printable ASCII. */
export async function examine(folder, expectedFingerprint) {
  const bag = await readBag(folder);
  const info = String(await bag.read('bag-info.txt'));
  const seal = await readSignature(bag, signatureFile, await bag.read(signedFile), 'evidence@firebreak');
  const journal = await followJournal(bag);
  const checks = [
    ['files', bag.problems, `${bag.files.size} regular files, no link, nothing else`],
    ['bagit.txt', declaration.equals(await bag.read('bagit.txt')) ? [] : ['another bagit.txt'], 'BagIt 1.0'],
    await checkManifest(bag, 'manifest-sha256.txt'),
    await checkManifest(bag, 'manifest-sha512.txt'),
    await checkManifest(bag, 'tagmanifest-sha256.txt'),
    await checkManifest(bag, 'tagmanifest-sha512.txt'),
    checkLabel(info, 'Payload-Oxum', sizeOfPayload(bag)),
    ['signature', seal.problems, `${seal.kind}, ${seal.fingerprint}`],
    await checkKey(bag, info, seal, expectedFingerprint),
    ['journal', journal.problems, `${journal.head.seq} records, each with the hash of the one before`],
    checkLabel(info, 'Firebreak-Journal-Head', `${journal.head.seq} ${journal.head.hash}`),
    checkExhibits(bag, journal),
    await checkExchanges(bag, journal),
    checkLabel(info, 'Firebreak-Report-SHA256', bag.files.get(reportFile)?.sha256),
    await checkCountersignatures(bag, seal),
    await checkHandOvers(bag),
    countStamps(bag, journal),
  ];
  return checks.map(([what, problems, ...said]) => [what, problems.map(plain), ...said.map(plain)]);
}

/** What reads a part of the bag throws what is wrong with it; the check that wanted it makes a problem of that. */
function must(holds, why) {
  if (!holds) throw new Error(why);
}

// ------------------------------------------------------------------------------------------------------------ files

/** Both hashes of every regular file, sorted by path. Whatever else there is, is a problem. */
async function readBag(folder) {
  const files = [];
  const problems = [];
  const visit = async (inside) => {
    const entries = await readdir(join(folder, inside), { withFileTypes: true });
    // No manifest names a folder, so one that holds nothing would be a change that nothing shows.
    if (entries.length === 0) problems.push(`an empty folder: ${quote(inside)}`);
    for (const entry of entries) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      try {
        if (!/^[A-Za-z0-9._-]+$/.test(entry.name)) problems.push(`a name that no bag has: ${quote(path)}`);
        else if (entry.isDirectory()) await visit(path);
        else if (!entry.isFile()) problems.push(`no regular file: ${path}`);
        else files.push([path, await hashFile(join(folder, path))]);
      } catch (error) {
        problems.push(`cannot be read (${error.code}): ${path}`);
      }
    }
  };
  await visit('');
  const found = new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
  /** A small file's bytes; none when it is missing or too large, which no check takes for what it wants. */
  const read = async (path) => {
    if ((found.get(path)?.bytes ?? Infinity) > largestTagFile) return Buffer.alloc(0);
    const bytes = await readFile(join(folder, path));
    must(sha256Of(bytes) === found.get(path).sha256, `the bag changes while it is read: ${path}`);
    return bytes;
  };
  return { folder, files: found, problems, read };
}

async function hashFile(path) {
  const [sha256, sha512] = [createHash('sha256'), createHash('sha512')];
  let bytes = 0;
  for await (const piece of piecesOf(path)) {
    sha256.update(piece);
    sha512.update(piece);
    bytes += piece.length;
  }
  return { bytes, sha256: sha256.digest('hex'), sha512: sha512.digest('hex') };
}

const piecesOf = (path) => createReadStream(path, { highWaterMark: 2 ** 20 });
const hashOf = (algorithm, bytes) => createHash(algorithm).update(bytes).digest();
const sha256Of = (bytes) => hashOf('sha256', bytes).toString('hex');

// ------------------------------------------------------------------------------------------- BagIt: RFC 8493, 2.1, 2.2

const declaration = Buffer.from('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
const isPayload = (path) => path.startsWith('data/');

/** Every file outside data/ but the tag manifests, and what is made over them: no list of theirs could name that. */
const isListedTag = (path) =>
  !isPayload(path) &&
  ![signedFile, 'tagmanifest-sha512.txt', signatureFile].includes(path) &&
  ![stampName, countersignatureName, handOverName].some((name) => name.test(path));
const stampName = /^seal\/(tagmanifest|signature)\.[a-z0-9][a-z0-9.-]*\.(tst|pem)$/;
const countersignatureName = /^seal\/countersign\.([A-Za-z0-9][A-Za-z0-9._-]{0,59})\.(sig|allowed_signers)$/;
const handOverName = /^seal\/handover\.(jsonl|([1-9][0-9]{0,5})\.(sig|allowed_signers))$/;

async function checkManifest(bag, name) {
  const algorithm = name.includes('sha256') ? 'sha256' : 'sha512';
  const isListed = name.startsWith('tag') ? isListedTag : isPayload;
  const here = [...bag.files].filter(([path]) => isListed(path));
  const manifest = (await bag.read(name)).toString('latin1');
  const problems = bag.files.has(name) ? [] : [`missing: ${name}`];
  const listed = new Map();
  for (const line of manifest.split('\n').filter(Boolean)) {
    const [, hash, path] = /^([0-9a-f]+) {2}(.+)$/.exec(line) ?? [];
    if (path === undefined) problems.push(`a line of another form: ${quote(line)}`);
    else if (listed.has(path)) problems.push(`named twice: ${quote(path)}`);
    else listed.set(path, hash);
  }
  for (const [path, file] of here) {
    if (!listed.has(path)) problems.push(`added: ${path}`);
    else if (listed.get(path) !== file[algorithm]) problems.push(`altered: ${path}`);
    listed.delete(path);
  }
  for (const path of listed.keys()) problems.push(`missing: ${quote(path)}`);
  // It has one form only, sorted by path: also what is not false in it cannot be changed unseen.
  const form = here.map(([path, file]) => `${file[algorithm]}  ${path}\n`).join('');
  if (problems.length === 0 && manifest !== form) problems.push('not in the form in which it was written');
  return [name, problems, `${here.length} files`];
}

/** RFC 8493, 2.2.2: bytes and number of the files under data/. */
function sizeOfPayload({ files }) {
  const sizes = [...files].filter(([path]) => isPayload(path)).map(([, { bytes }]) => bytes);
  return `${sizes.reduce((sum, bytes) => sum + bytes, 0)}.${sizes.length}`;
}

/** bag-info.txt, which the signature covers, says the same as was found. */
function checkLabel(info, label, found) {
  const line = info.split('\n').find((one) => one.startsWith(`${label}: `));
  const said = line?.slice(label.length + 2);
  const why = `bag-info.txt says ${quote(said ?? 'nothing')}, found: ${found ?? 'none'}`;
  return [label, said === found ? [] : [why], found ?? 'none in this bag'];
}

// ------------------------ signatures: PROTOCOL.sshsig; keys: RFC 8709 (Ed25519), 5656 (ECDSA), 8332 (RSA), PROTOCOL.u2f

/** Whose signature lies in this file, if it is of these bytes and for this purpose; or what is wrong with it. */
async function readSignature(bag, path, signed, purpose) {
  try {
    const armoured = String(await bag.read(path));
    const bytes = Buffer.from(armoured.split('\n').slice(1, -2).join(''), 'base64');
    // Here and below each part has one form only, so that no byte of the file can be changed unseen.
    must(armour(bytes) === armoured, 'no signature in the form that ssh-keygen writes');
    const blob = fieldsIn(bytes);
    must(blob.raw(10).toString('latin1') === 'SSHSIG\0\0\0\x01', 'no SSHSIG, version 1');
    const key = blob.string();
    const [space, reserved, digest] = [blob.text(), blob.text(), blob.text()];
    const [ofKey, ofSignature] = [fieldsIn(key), fieldsIn(blob.string())];
    must(space === purpose, `signed for another purpose: ${quote(space)}`);
    must(reserved === '' && ['sha256', 'sha512'].includes(digest), 'with a digest of another kind');
    const parts = [Buffer.from(space), Buffer.from(reserved), Buffer.from(digest), hashOf(digest, signed)];
    const message = Buffer.concat([Buffer.from('SSHSIG'), ...parts.map(field)]);
    must(isSignedBy(ofKey, ofSignature, message), 'it is not of what it should be of');
    for (const fields of [blob, ofKey, ofSignature]) fields.end();
    const fingerprint = `SHA256:${hashOf('sha256', key).toString('base64').replace(/=+$/, '')}`;
    return { problems: [], kind: fieldsIn(key).text(), key: key.toString('base64'), fingerprint };
  } catch (error) {
    return { problems: [`${path}: ${error.message}`], kind: 'none', key: 'none', fingerprint: 'no key' };
  }
}

const armour = (bytes) => {
  const lines = bytes.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----', ''].join('\n');
};

const nistp256 = { name: 'nistp256', crv: 'P-256', size: 32, digest: 'sha256' };
const curves = new Map([
  ['ecdsa-sha2-nistp256', nistp256],
  ['ecdsa-sha2-nistp384', { name: 'nistp384', crv: 'P-384', size: 48, digest: 'sha384' }],
  ['ecdsa-sha2-nistp521', { name: 'nistp521', crv: 'P-521', size: 66, digest: 'sha512' }],
  ['sk-ecdsa-sha2-nistp256@openssh.com', nistp256],
]);
const edwards = ['ssh-ed25519', 'sk-ssh-ed25519@openssh.com'];

/** Whether this key made this signature of the message. The kinds with "sk-" are of FIDO tokens. */
function isSignedBy(ofKey, ofSignature, message) {
  const [kind, how] = [ofKey.text(), ofSignature.text()];
  if (kind === 'ssh-rsa') {
    const [e, n, signature] = [ofKey.positive(), ofKey.positive(), ofSignature.string()];
    const isLong = n.length >= 256 && signature.length === n.length;
    must(isLong && /^rsa-sha2-(256|512)$/.test(how), 'RSA in another form, or too short');
    const key = keyOf({ kty: 'RSA' }, { e, n });
    return verifySignature(how.replace('rsa-sha2-', 'sha'), message, key, signature);
  }
  const curve = curves.get(kind);
  must(curve !== undefined || edwards.includes(kind), `a key of another kind: ${quote(kind)}`);
  must(how === kind, `a signature of another kind: ${quote(how)}`);
  const key = curve ? ecKey(ofKey, curve) : keyOf({ kty: 'OKP', crv: 'Ed25519' }, { x: ofKey.string() });
  const signature = curve ? ecSignature(ofSignature.string(), curve) : ofSignature.string();
  const signed = kind.startsWith('sk-') ? signedByToken(ofKey.string(), ofSignature, message) : message;
  return verifySignature(curve?.digest ?? null, signed, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

/** Node knows no key of SSH, but JSON Web Keys: the same numbers in base64url. */
function keyOf(kind, numbers) {
  const encoded = Object.entries(numbers).map(([name, bytes]) => [name, bytes.toString('base64url')]);
  return createPublicKey({ key: { ...kind, ...Object.fromEntries(encoded) }, format: 'jwk' });
}

function ecKey(fields, { name, crv, size }) {
  must(fields.text() === name, 'a key of another curve');
  const point = fields.string();
  must(point.length === 2 * size + 1 && point[0] === 4, 'a point in another form');
  return keyOf({ kty: 'EC', crv }, { x: point.subarray(1, size + 1), y: point.subarray(size + 1) });
}

function ecSignature(bytes, { size }) {
  const fields = fieldsIn(bytes);
  const numbers = [fields.positive(), fields.positive()].map((number) => number.toString('hex'));
  fields.end();
  return Buffer.from(numbers.map((number) => number.padStart(2 * size, '0')).join(''), 'hex');
}

function signedByToken(application, ofSignature, message) {
  const flagsAndCounter = ofSignature.raw(5);
  must((flagsAndCounter[0] & 1) === 1, 'nobody touched the token');
  return Buffer.concat([hashOf('sha256', application), flagsAndCounter, hashOf('sha256', message)]);
}

/** The fields of an SSH structure, one after the other: each has its length before it, in four bytes. */
function fieldsIn(bytes) {
  let at = 0;
  const raw = (count) => {
    must(at + count <= bytes.length, 'it is cut off');
    return bytes.subarray(at, (at += count));
  };
  const string = () => raw(raw(4).readUInt32BE());
  const positive = () => {
    const number = string();
    must(number[0] === 0 ? number[1] >= 128 : number[0] < 128, 'a number in another form');
    return number[0] === 0 ? number.subarray(1) : number;
  };
  const end = () => must(at === bytes.length, 'something follows it');
  return { raw, string, text: () => string().toString('latin1'), positive, end };
}

const field = (bytes) =>
  Buffer.concat([Buffer.from(bytes.length.toString(16).padStart(8, '0'), 'hex'), bytes]);
const signersLine = (who, purpose, { kind, key }) => `${who} namespaces="${purpose}" ${kind} ${key}\n`;

/** The key that signed is the one that the bag names, and the one that you named. */
async function checkKey(bag, info, seal, expected) {
  const found = expected ? 'the one you named' : 'as the bag names it, which proves nothing about who signed';
  if (seal.problems.length > 0) return ['signing key', ['no signature that holds, so no key'], found];
  const problems = [...checkLabel(info, 'Firebreak-Signing-Key', seal.fingerprint)[1]];
  if (String(await bag.read(signersFile)) !== signersLine('firebreak', 'evidence@firebreak', seal))
    problems.push(`${signersFile} names another key`);
  if (expected !== undefined && expected !== seal.fingerprint)
    problems.push(`you named ${quote(expected)}, it is ${seal.fingerprint}`);
  return ['signing key', problems, found];
}

// --------------------------------------------------------------------- the journal: a chain of hashes over RFC 8785

/** Follows the chain from the first record to the first broken link, and keeps what the other checks need. */
async function followJournal({ folder, files }) {
  const told = { problems: [], exhibits: [], takenBack: new Set(), exchanges: [], stamps: 0 };
  let head = { seq: 0, hash: '0'.repeat(64) };
  if (!files.has(journalFile)) return { ...told, head, problems: [`missing: ${journalFile}`] };
  try {
    for await (const line of linesOf(piecesOf(join(folder, journalFile)))) {
      const { at, event, seq, hash } = recordIn(line, head, 'firebreak-journal/v1', 'at,event,hash,prev,seq');
      must(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at), 'it has no time');
      must(typeof event?.type === 'string', 'it holds no event');
      const isNamed = typeof event.exhibit?.path === 'string';
      must(event.type !== 'exhibit.acquired' || isNamed, 'it names no exhibit');
      head = { seq, hash };
      if (event.type === 'exhibit.acquired') told.exhibits.push(event.exhibit);
      if (event.type === 'custody.recorded' && event.takenBack) told.takenBack.add(event.takenBack);
      if (event.type === 'exchange.captured') told.exchanges.push(event);
      if (event.type === 'timestamp.received') told.stamps += 1;
    }
  } catch (error) {
    told.problems.push(`broken at record ${head.seq + 1}: ${error.message}`);
  }
  return { ...told, head };
}

/** The record in this line, when it is whole, canonical, the next one, hashed as it says, and has these members. */
function recordIn(line, head, domain, members) {
  must(line.length <= largestLine, 'a line longer than any record');
  must(line.at(-1) === 10, 'the last line is cut off');
  const text = line.toString('utf8', 0, line.length - 1);
  // Many broken bytes are read as the one character U+FFFD: a change among them would not show.
  must(Buffer.from(`${text}\n`).equals(line), 'no UTF-8');
  const record = JSON.parse(text);
  must(canonical(record) === text, 'not in canonical form (RFC 8785)');
  must(!/(?<!\\)(\\\\)*\\ud/.test(text), 'half a character in it');
  const { hash, ...rest } = record ?? {};
  must(Object.keys(record ?? {}).join() === members, 'it has other members');
  must(rest.seq === head.seq + 1, `its number is ${quote(rest.seq)}`);
  must(rest.prev === head.hash, 'it follows another record');
  must(hash === sha256Of(`${domain}\n${canonical(rest)}`), 'its hash is of another text');
  return record;
}

/** RFC 8785: keys by UTF-16 units, no blanks, strings and numbers as ECMAScript writes them. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  // Beyond 2^53 others read another number.
  must(!Number.isInteger(value) || Number.isSafeInteger(value), 'a number too large to be exact');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

/** Lines with their line feeds; what follows the last one comes without, and what is too long is cut there. */
async function* linesOf(pieces) {
  let held = [];
  let size = 0;
  for await (const piece of pieces) {
    let start = 0;
    for (let end; (end = piece.indexOf(10, start) + 1) > 0; start = end) {
      yield Buffer.concat([...held, piece.subarray(start, end)]);
      held = [];
      size = 0;
    }
    held.push(piece.subarray(start));
    size += piece.length - start;
    if (size > largestLine) break;
  }
  if (size > 0) yield Buffer.concat(held);
}

// ---------------------------------------------------------------------------------------- what the journal speaks of

/** Every exhibit is there as it was recorded, but what a person took back before sealing: the journal says who, why. */
function checkExhibits({ files }, { exhibits, takenBack }) {
  // Only a file that a person brought can be taken back: what a venue gave and is gone, is missing.
  const isGone = ({ kind, id }) => kind === 'attachment' && takenBack.has(id);
  const [named, ids] = ['path', 'id'].map((member) => new Set(exhibits.map((one) => one[member])));
  const problems = ids.size === exhibits.length ? [] : ['two records are of one exhibit'];
  for (const exhibit of exhibits) {
    const path = `data/${exhibit.path}`;
    const file = files.get(path);
    const isAsRecorded = file?.sha256 === exhibit.sha256 && file?.bytes === exhibit.bytes;
    const why = file === undefined ? 'missing' : isGone(exhibit) ? 'taken back, and there' : 'altered';
    if (isGone(exhibit) ? file !== undefined : !isAsRecorded) problems.push(`${why}: ${quote(path)}`);
  }
  const isStray = (path) => /^data\/exhibits\/(?!unjournaled\/)/.test(path) && !named.has(path.slice(5));
  const stray = [...files.keys()].filter(isStray);
  problems.push(...stray.map((path) => `not in the journal: ${path}`));
  const gone = exhibits.filter(isGone).length;
  const back = gone === 0 ? '' : `; ${gone} taken back before sealing, as it records`;
  return ['exhibits', problems, `${exhibits.length - gone}, as the journal names them${back}`];
}

/** Every HTTP exchange lies at the place that the journal names, and is what was recorded. */
async function checkExchanges({ folder, files }, { exchanges }) {
  const problems = [];
  const size = files.get(exchangesFile)?.bytes;
  const handle = size === undefined ? undefined : await open(join(folder, exchangesFile));
  for (const told of exchanges) {
    try {
      must(handle, `missing: ${exchangesFile}`);
      checkRecords(await unpackedAt(handle, size, told), told);
    } catch (error) {
      problems.push(`${quote(told.exchange)}: ${error.message}`);
    }
  }
  await handle?.close();
  const found = `${exchanges.length}, at the places that the journal names, each as it was digested`;
  return ['HTTP records', problems, found];
}

async function unpackedAt(handle, size, { offset, length, sha256 }) {
  const isPlace = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length > 0;
  must(isPlace && offset + length <= size && length <= largestExchange, `lies outside ${exchangesFile}`);
  const bytes = Buffer.alloc(length);
  await handle.read(bytes, 0, length, offset);
  must(sha256Of(bytes) === sha256, 'altered');
  return gunzipSync(bytes, { maxOutputLength: largestExchange });
}

/** One exchange: each record as it was digested, and its list of what was blacked out names the marks that are there. */
function checkRecords(bytes, { exchange }) {
  let [stored, metadata] = [''];
  for (const { headers, block } of warcRecords(bytes)) {
    const [type, digest] = [headers.get('warc-type'), headers.get('warc-block-digest')];
    must(digest === `sha256:${sha256Of(block)}`, `its ${quote(type)} record was altered`);
    if (type === 'metadata') metadata = JSON.parse(String(block));
    // A request's address is stored beside it; its first line repeats a part of that, which counts once.
    else if (type !== 'request') stored += block.toString('latin1');
    else stored += headers.get('warc-target-uri') + block.toString('latin1', block.indexOf('\r\n'));
  }
  must(metadata?.exchange === exchange, 'it is the record of another exchange');
  stored += ` ${metadata.purpose} ${metadata.error ?? ''}`;
  const left = new Map();
  const add = (mark, times) => left.set(mark, (left.get(mark) ?? 0) + times);
  for (const [, mark] of stored.matchAll(/:(len=\d+:fp=[0-9a-f]{16})(?:\]|%5D)/g)) add(mark, 1);
  let listed = 0;
  for (const { rule, length, fp, times } of metadata.redactions) {
    must(Number.isSafeInteger(times) && times > 0, 'the list of what is blacked out is in another form');
    listed += times;
    // A venue can send what looks like a mark: that is counted, and nothing was taken out.
    if (rule !== 'as-received') add(`len=${length}:fp=${fp}`, -times);
  }
  const begun = stored.match(/(\[|%5B)REDACTED:/g)?.length ?? 0;
  must(begun === listed, `${begun} places are blacked out, ${listed} are in the list of them`);
  must(![...left.values()].some((count) => count < 0), 'its list names what is not blacked out');
}

/** ISO 28500: a version, header lines, an empty line, as many bytes as the header says, two line ends. */
function* warcRecords(bytes) {
  for (let at = 0; at < bytes.length;) {
    const start = bytes.indexOf('\r\n\r\n', at) + 4;
    must(start >= 4, 'a record without an end of its header');
    const [version, ...lines] = bytes.toString('utf8', at, start - 4).split('\r\n');
    must(version === 'WARC/1.1', 'no WARC/1.1 record');
    const cut = (line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)];
    const headers = new Map(lines.map(cut).map(([name, value]) => [name.toLowerCase(), value.trim()]));
    const length = Number(headers.get('content-length'));
    const block = bytes.subarray(start, start + length);
    must(block.length === length, 'a record is cut off');
    yield { headers, block };
    at = start + length + 4;
  }
}

// --------------------------------------------------------------------- what was added to the bag after it was sealed

/** A second person's signatures over what the first signed. */
async function checkCountersignatures(bag, seal) {
  const names = new Set([...bag.files.keys()].flatMap((path) => countersignatureName.exec(path)?.[1] ?? []));
  const signed = await bag.read(signedFile);
  const problems = [];
  const good = [];
  for (const who of names) {
    const name = `seal/countersign.${who}`;
    const { problem, by } = await signerOf(bag, name, { signed, purpose: 'countersign@firebreak', who });
    if (problem) problems.push(problem);
    else if (by === seal.fingerprint)
      problems.push(`${name}.sig: by the key of the seal, so by no second person`);
    else if (good.some((one) => one.endsWith(` ${by}`)))
      problems.push(`${name}.sig: by a key that signed already`);
    else good.push(`${who} ${by}`);
  }
  return ['counter-signatures', problems, good.join(', ') || 'none'];
}

/** Who gave the bag to whom: chained as the journal is, the first record to this bag; each signed with all before it. */
async function checkHandOvers(bag) {
  const problems = [];
  const unexplained = new Set([...bag.files.keys()].filter((path) => handOverName.test(path)));
  const log = await bag.read(handOverFile);
  const isThere = unexplained.delete(handOverFile);
  if (isThere && log.length === 0) problems.push(`${handOverFile}: empty, or too large`);
  const ofHandOver = 'at,checked,from,hash,key,prev,seq,to,why';
  const keys = new Set();
  let head = { seq: 0, hash: bag.files.get(signedFile)?.sha256 };
  let end = 0;
  try {
    for await (const line of linesOf([log])) {
      const { seq, hash, key } = recordIn(line, head, 'firebreak-handover/v1', ofHandOver);
      head = { seq, hash };
      end += line.length;
      const name = `seal/handover.${seq}`;
      for (const ending of ['sig', 'allowed_signers']) unexplained.delete(`${name}.${ending}`);
      const of = { signed: log.subarray(0, end), purpose: 'handover@firebreak', who: 'handover' };
      const { problem, by } = await signerOf(bag, name, of);
      if (problem) problems.push(problem);
      else if (by !== key) problems.push(`${name}.sig: by another key than record ${seq} names`);
      else keys.add(by);
    }
  } catch (error) {
    problems.push(`${handOverFile}: broken at record ${head.seq + 1}: ${error.message}`);
  }
  for (const path of unexplained) problems.push(`belongs to no record of ${handOverFile}: ${path}`);
  return ['hand-overs', problems, head.seq === 0 ? 'none' : `${head.seq}, signed by ${[...keys].join(', ')}`];
}

/** <name>.sig is a signature over these bytes, and <name>.allowed_signers holds that key, that name, nothing else. */
async function signerOf(bag, name, { signed, purpose, who }) {
  const [signatureName, signersName] = [`${name}.sig`, `${name}.allowed_signers`];
  if (![signatureName, signersName].every((path) => bag.files.has(path)))
    return { problem: `of ${signatureName} and ${signersName} one is not there` };
  const signature = await readSignature(bag, signatureName, signed, purpose);
  if (signature.problems.length > 0) return { problem: signature.problems[0] };
  return String(await bag.read(signersName)) === signersLine(who, purpose, signature)
    ? { by: signature.fingerprint }
    : { problem: `${signersName}: it names another key, or another person` };
}

/** To check them is to read DER and CMS: a file of its own. No signature covers what stands over the seal. */
function countStamps({ files }, { stamps }) {
  const beside = [...files.keys()].filter((path) => stampName.test(path)).length;
  if (stamps + beside === 0) return ['time stamps', [], 'none: every time is the word of who sealed it'];
  const found = `${stamps} that the journal names, ${beside} files over the seal: see verify-stamps.mjs`;
  return ['time stamps', [], found, 'not checked'];
}

// --------------------------------------------------------------------------------------------------- what is printed

/** Texts from the bag can hold anything: shown between quotation marks, and not at length. */
const quote = (value) =>
  JSON.stringify((typeof value === 'string' ? value : `${JSON.stringify(value)}`).slice(0, 200));
/** What a terminal could obey, or a reader mistake for something else, is shown by its number. */
const plain = (text) => text.replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

async function main(args) {
  const flag = args.indexOf('--fingerprint');
  const [, expected] = flag < 0 ? [] : args.splice(flag, 2);
  const [given = join(dirname(fileURLToPath(import.meta.url)), '..'), ...more] = args;
  if (more.length > 0 || given.startsWith('-') || (flag >= 0 && !expected?.startsWith('SHA256:')))
    throw new Error('call it as: node verify.mjs [BAG] [--fingerprint SHA256:...]');
  const folder = await realpath(given).catch(() => undefined);
  if (!(folder && (await readdir(folder).catch(() => [])).includes('bagit.txt')))
    throw new Error(`no bag here (a folder with bagit.txt): ${quote(given)}`);
  const checks = await examine(folder, expected);
  for (const [what, problems, found, status = 'ok'] of checks) {
    const [word, more] = problems.length === 0 ? [status, found] : ['FAILED', ''];
    process.stdout.write(`${word.padEnd(12)} ${what.padEnd(24)} ${more}`.trimEnd() + '\n');
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
