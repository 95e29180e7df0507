#!/usr/bin/env node
// Checks a sealed evidence bag, by itself: one file, no library, Node 18 or later.
//
//     node seal/verify.mjs [BAG] [--fingerprint SHA256:…]
//
// BAG is the folder that holds bagit.txt; absent: the folder above this file. The fingerprint is the one that you
// were given by another way than this bag. Exit code 0: everything holds; 1: something does not; 2: no bag there.
//
// It changes nothing, follows no link, opens no path that the bag's contents name, and reads files in pieces.
// This copy came with the bag it judges: whoever changed the bag could have changed it too. Take it from the
// program's own source, or read it: it is meant to be read in one sitting. The formats: RFC 8493 (BagIt), RFC 8785
// (canonical JSON), PROTOCOL.sshsig of OpenSSH, ISO 28500 (WARC), RFC 3161 (time stamps), and the README of src/evidence.
import { Buffer } from 'node:buffer';
import {
  constants,
  createHash,
  createPublicKey,
  verify as verifySignature,
  X509Certificate,
} from 'node:crypto';
import { open, readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { TextDecoder } from 'node:util';
import { gunzipSync } from 'node:zlib';

const journalFile = 'data/journal/journal.jsonl';
const exchangesFile = 'data/http/exchanges.warc.gz';
const reportFile = 'data/report/report.json';
const signedFile = 'tagmanifest-sha256.txt';
const signatureFile = 'seal/tagmanifest-sha256.txt.sig';
const signersFile = 'seal/allowed_signers';
const handOverFile = 'seal/handover.jsonl';
const namespace = 'evidence@firebreak';
// What is larger is no file of ours; it is said, never read into memory.
const largestTagFile = 64 * 2 ** 20;
const largestLine = 256 * 2 ** 20;
const largestExchange = 1024 * 2 ** 20;

// ------------------------------------------------------------------------------------------ the checks, in order

/** Looks at a bag and returns `[what, problems, found]` for each check. */
export async function examine(folder, expectedFingerprint) {
  const { files, strangers } = await hashEveryFile(folder);
  const text = (path) => readSmall(folder, files, path);
  const info = await text('bag-info.txt');
  const signature = readSignature(await text(signatureFile), Buffer.from(await text(signedFile), 'latin1'));
  const told = await followJournal(folder, files);
  const payload = [...files].filter(([path]) => path.startsWith('data/'));
  const octets = payload.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  return [
    ['files', strangers, `${files.size} regular files, no link, nothing else`],
    [
      'bagit.txt',
      (await text('bagit.txt')) === declaration ? [] : ['bagit.txt does not say: BagIt 1.0 in UTF-8'],
      'BagIt 1.0',
    ],
    ...(await checkManifests(files, text)),
    [
      'Payload-Oxum',
      same(labelled(info, 'Payload-Oxum'), `${octets}.${payload.length}`),
      `${octets} bytes in ${payload.length} files`,
    ],
    [
      'signature',
      signature.problems.map((why) => `${signatureFile}: ${why}`),
      `${signature.kind}, ${signature.fingerprint}`,
    ],
    [
      'signing key',
      checkKey(signature, info, await text(signersFile), expectedFingerprint),
      keyWords(expectedFingerprint),
    ],
    ['journal', told.problems, `${told.head.seq} records, each with the hash of the one before`],
    [
      'journal head',
      same(labelled(info, 'Firebreak-Journal-Head'), `${told.head.seq} ${told.head.hash}`),
      told.head.hash,
    ],
    ['exhibits', checkExhibits(told, files), exhibitWords(told)],
    [
      'HTTP records',
      await checkExchanges(folder, files, told),
      `${told.exchanges.length}, at the places that the journal names, each as it was digested`,
    ],
    ['time stamps', ...(await checkStamps(folder, files, told, info))],
    [
      'report.json',
      files.has(reportFile)
        ? same(labelled(info, 'Firebreak-Report-SHA256'), files.get(reportFile).sha256)
        : [],
      files.get(reportFile)?.sha256 ?? 'none in this bag',
    ],
    ['counter-signatures', ...(await checkSecondSignatures(folder, files, signature))],
    ['hand-overs', ...(await checkHandOvers(folder, files))],
  ];
}

const declaration = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';
const labelled = (info, label) =>
  info
    .split('\n')
    .find((line) => line.startsWith(`${label}: `))
    ?.slice(label.length + 2);
const same = (said, found) =>
  said === found
    ? []
    : [`bag-info.txt says ${said === undefined ? 'nothing' : quote(said)}, found: ${found}`];
const keyWords = (expected) =>
  expected ? 'the one you named' : 'as the bag names it, which proves nothing about who signed';

// --------------------------------------------------------------------------------------------------------- files

/** Both hashes of every regular file; whatever is no regular file with a plain name is a stranger. */
async function hashEveryFile(folder) {
  const files = new Map();
  const strangers = [];
  const visit = async (inside) => {
    const entries = await readdir(join(folder, inside), { withFileTypes: true });
    // No manifest names a folder, so one that holds nothing would be a change that nothing shows.
    if (entries.length === 0) strangers.push(`an empty folder: ${quote(inside)}`);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (!/^[A-Za-z0-9._-]+$/.test(entry.name))
        strangers.push(`a name that no bag of ours has: ${quote(path)}`);
      else if (entry.isDirectory()) await visit(path);
      else if (!entry.isFile()) strangers.push(`no regular file: ${path}`);
      else files.set(path, await hashFile(join(folder, path)));
    }
  };
  await visit('');
  return { files, strangers };
}

async function hashFile(path) {
  const sha256 = createHash('sha256');
  const sha512 = createHash('sha512');
  let bytes = 0;
  for await (const piece of pieces(path)) {
    sha256.update(piece);
    sha512.update(piece);
    bytes += piece.length;
  }
  return { bytes, sha256: sha256.digest('hex'), sha512: sha512.digest('hex') };
}

async function* pieces(path) {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.allocUnsafe(Math.min(2 ** 20, size + 1));
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Byte for byte (latin1), so that nothing is normalised on the way; empty when it is missing or too large. */
async function readSmall(folder, files, path) {
  if ((files.get(path)?.bytes ?? Infinity) > largestTagFile) return '';
  const parts = [];
  for await (const piece of pieces(join(folder, path))) parts.push(Buffer.from(piece));
  return Buffer.concat(parts).toString('latin1');
}

// -------------------------------------------------------------------------------- manifests: RFC 8493 §2.1.3, §2.2.1

async function checkManifests(files, text) {
  const isTag = (path) =>
    !path.startsWith('data/') && path !== signatureFile && !/^tagmanifest-sha(256|512)\.txt$/.test(path);
  const checks = [];
  for (const algorithm of ['sha256', 'sha512']) {
    const kinds = [
      [`manifest-${algorithm}.txt`, (path) => path.startsWith('data/')],
      [`tagmanifest-${algorithm}.txt`, (path) => isTag(path) && !isStamp(path) && !isLater(path)],
    ];
    for (const [name, belongs] of kinds) {
      const here = [...files].filter(([path]) => belongs(path));
      checks.push([name, compareManifest(await text(name), here, algorithm), `${here.length} files`]);
    }
  }
  return checks;
}

/** Tokens are made over the tag manifest and its signature, so neither can name them. */
const isStamp = (path) => stampName.test(path);
const stampName = /^seal\/(tagmanifest|signature)\.[a-z0-9][a-z0-9.-]*\.(tst|pem)$/;

/** Added to the sealed bag, each with a signature of its own: in no manifest either. */
const isLater = (path) => secondName.test(path) || handOverName.test(path);
const secondName = /^seal\/countersign\.([A-Za-z0-9][A-Za-z0-9._-]{0,59})\.(sig|allowed_signers)$/;
const handOverName = /^seal\/handover\.(jsonl|([1-9][0-9]{0,5})\.(sig|allowed_signers))$/;

function compareManifest(manifest, here, algorithm) {
  const problems = [];
  const said = new Map();
  for (const line of manifest.split('\n').filter(Boolean)) {
    const [, hash, path] = /^([0-9a-f]+) {2}(.+)$/.exec(line) ?? [];
    if (path === undefined) problems.push(`a line of another form: ${quote(line)}`);
    else if (said.has(path)) problems.push(`named twice: ${quote(path)}`);
    else said.set(path, hash);
  }
  for (const [path, file] of here) {
    if (!said.has(path)) problems.push(`added: ${path}`);
    else if (said.get(path) !== file[algorithm]) problems.push(`altered: ${path}`);
    said.delete(path);
  }
  for (const path of said.keys()) problems.push(`missing: ${quote(path)}`);
  // One form only, sorted by path, so that no byte of it can be changed without a trace.
  const form = here
    .map(([path, file]) => `${file[algorithm]}  ${path}\n`)
    .sort((a, b) => (pathIn(a) < pathIn(b) ? -1 : 1));
  return problems.length === 0 && form.join('') !== manifest
    ? ['it is not in the form in which it was written']
    : problems;
}

const pathIn = (line) => line.slice(line.indexOf('  ') + 2);

// --------------------- signatures: PROTOCOL.sshsig; keys: RFC 8709 (Ed25519), 5656 (ECDSA), 8332 (RSA), PROTOCOL.u2f

/** A signature over bytes: the seal's is over the tag manifest, which covers every other file by its hash. */
function readSignature(armoured, signed, purpose = namespace) {
  let parts;
  try {
    parts = partsOfSignature(armoured);
  } catch (error) {
    return {
      problems: [`the signature cannot be read: ${error.message}`],
      fingerprint: 'no key',
      kind: 'none',
    };
  }
  const { key, kind, space, reserved, digest } = parts;
  const fingerprint = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
  const found = { fingerprint, key, kind: kinds.has(kind) ? kind : quote(kind) };
  if (space !== purpose) return { ...found, problems: [`signed for another purpose: ${quote(space)}`] };
  const verify = kinds.get(kind);
  if (verify === undefined || reserved !== '' || !['sha256', 'sha512'].includes(digest)) {
    return { ...found, problems: ['of another kind: only ssh-keygen -Y verify checks it (seal/VERIFY.txt)'] };
  }
  try {
    if (verify(parts.ofKey, parts.ofSignature, signedBytes(parts, signed))) return { ...found, problems: [] };
  } catch (error) {
    return { ...found, problems: [`it cannot be checked: ${error.message}`] };
  }
  return { ...found, problems: ['it is not of what it should be of'] };
}

function partsOfSignature(armoured) {
  const bytes = Buffer.from(armoured.split('\n').slice(1, -2).join(''), 'base64');
  // One form only, as ssh-keygen writes it, so that no byte of the file can be changed without a trace.
  if (armour(bytes) !== armoured) throw new Error('it is no SSH signature');
  const blob = fieldsOf(bytes);
  if (blob.raw(6).toString('latin1') !== 'SSHSIG' || blob.number() !== 1)
    throw new Error('no SSHSIG, version 1');
  const key = blob.string();
  const [space, reserved, digest] = [blob.string(), blob.string(), blob.string()].map(String);
  const [ofKey, ofSignature] = [fieldsOf(key), fieldsOf(blob.string())];
  const kind = String(ofKey.string());
  if (blob.left() > 0) throw new Error('something follows it');
  return { key, kind, space, reserved, digest, ofKey, ofSignature };
}

const keyOf = (jwk) => createPublicKey({ key: jwk, format: 'jwk' });
const base64url = (bytes) => bytes.toString('base64url');
/** The next field must say this. */
const says = (fields, name) => {
  if (String(fields.string()) !== name) throw new Error(`it is not of kind ${name}`);
};
const ends = (...all) => {
  if (all.some((fields) => fields.left() > 0)) throw new Error('something follows it');
};
/** A positive number in its shortest form: a second spelling would be a change without a trace. */
const positive = (fields) => {
  const bytes = fields.string();
  if (bytes.length === 0 || bytes[0] >= 128 || (bytes[0] === 0 && !(bytes[1] >= 128)))
    throw new Error('a number in another form');
  return bytes[0] === 0 ? bytes.subarray(1) : bytes;
};

const ed25519Key = (fields) => keyOf({ kty: 'OKP', crv: 'Ed25519', x: base64url(fields.string()) });

function ecKey(fields, [curve, crv, size]) {
  says(fields, curve);
  const point = fields.string();
  if (point.length !== 2 * size + 1 || point[0] !== 4) throw new Error('a point in another form');
  const [x, y] = [point.subarray(1, size + 1), point.subarray(size + 1)];
  return keyOf({ kty: 'EC', crv, x: base64url(x), y: base64url(y) });
}

function ecParts(bytes, size) {
  const fields = fieldsOf(bytes);
  const parts = [positive(fields), positive(fields)];
  ends(fields);
  return Buffer.concat(parts.flatMap((part) => [Buffer.alloc(size - part.length), part]));
}

/** What a FIDO token signed; without the flag "a person was there" it says nothing of a person. */
function byToken(application, ofSignature, message) {
  const tail = ofSignature.raw(5);
  if ((tail[0] & 1) === 0) throw new Error('nobody touched the token');
  const sha256 = (bytes) => createHash('sha256').update(bytes).digest();
  return Buffer.concat([sha256(application), tail, sha256(message)]);
}

const nistp256 = ['nistp256', 'P-256', 32, 'sha256'];
const curves = [nistp256, ['nistp384', 'P-384', 48, 'sha384'], ['nistp521', 'P-521', 66, 'sha512']];

/** By the kind of the key: whether the signature's fields are of the message. */
const kinds = new Map([
  [
    'ssh-ed25519',
    (ofKey, ofSignature, message) => {
      const key = ed25519Key(ofKey);
      says(ofSignature, 'ssh-ed25519');
      const signature = ofSignature.string();
      ends(ofKey, ofSignature);
      return verifySignature(null, message, key, signature);
    },
  ],
  ...curves.map((curve) => [
    `ecdsa-sha2-${curve[0]}`,
    (ofKey, ofSignature, message) => {
      const key = ecKey(ofKey, curve);
      says(ofSignature, `ecdsa-sha2-${curve[0]}`);
      const signature = ecParts(ofSignature.string(), curve[2]);
      ends(ofKey, ofSignature);
      return verifySignature(curve[3], message, { key, dsaEncoding: 'ieee-p1363' }, signature);
    },
  ]),
  [
    'ssh-rsa',
    (ofKey, ofSignature, message) => {
      const [e, n] = [positive(ofKey), positive(ofKey)];
      const [name, signature] = [String(ofSignature.string()), ofSignature.string()];
      ends(ofKey, ofSignature);
      const digest = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512' }[name];
      if (n.length < 256 || digest === undefined || signature.length !== n.length) return false;
      const key = keyOf({ kty: 'RSA', e: base64url(e), n: base64url(n) });
      return verifySignature(digest, message, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
    },
  ],
  [
    'sk-ssh-ed25519@openssh.com',
    (ofKey, ofSignature, message) => {
      const [key, application] = [ed25519Key(ofKey), ofKey.string()];
      says(ofSignature, 'sk-ssh-ed25519@openssh.com');
      const signature = ofSignature.string();
      const signed = byToken(application, ofSignature, message);
      ends(ofKey, ofSignature);
      return verifySignature(null, signed, key, signature);
    },
  ],
  [
    'sk-ecdsa-sha2-nistp256@openssh.com',
    (ofKey, ofSignature, message) => {
      const [key, application] = [ecKey(ofKey, nistp256), ofKey.string()];
      says(ofSignature, 'sk-ecdsa-sha2-nistp256@openssh.com');
      const signature = ecParts(ofSignature.string(), 32);
      const signed = byToken(application, ofSignature, message);
      ends(ofKey, ofSignature);
      return verifySignature('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature);
    },
  ],
]);

function signedBytes({ space, reserved, digest }, signed) {
  const parts = [Buffer.from(space), Buffer.from(reserved), Buffer.from(digest)];
  const all = [...parts, createHash(digest).update(signed).digest()];
  return Buffer.concat([Buffer.from('SSHSIG'), ...all.flatMap((part) => [length32(part), part])]);
}

const armour = (bytes) =>
  [
    '-----BEGIN SSH SIGNATURE-----',
    ...(bytes.toString('base64').match(/.{1,70}/g) ?? []),
    '-----END SSH SIGNATURE-----',
    '',
  ].join('\n');

function fieldsOf(bytes) {
  let at = 0;
  const raw = (count) => {
    if (at + count > bytes.length) throw new Error('it is cut off');
    return bytes.subarray(at, (at += count));
  };
  const number = () => raw(4).readUInt32BE();
  return { raw, number, string: () => raw(number()), left: () => bytes.length - at };
}

const length32 = (part) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(part.length);
  return length;
};

const signersLine = (who, purpose, { kind, key }) =>
  `${who} namespaces="${purpose}" ${kind} ${key?.toString('base64')}\n`;

function checkKey({ fingerprint, key, kind }, info, signers, expected) {
  const line = signersLine('firebreak', namespace, { kind, key });
  return [
    ...same(labelled(info, 'Firebreak-Signing-Key'), fingerprint),
    ...(key !== undefined && !signers.startsWith(line.trimEnd()) ? [`${signersFile} names another key`] : []),
    ...(expected !== undefined && expected !== fingerprint
      ? [`you named ${quote(expected)}, it is ${fingerprint}`]
      : []),
  ];
}

// ----------------------------------------------------------------------- what was added after the bag was sealed

/** `<name>.sig` over the bytes, and `<name>.allowed_signers` with that key and that name and nothing else. */
async function checkSigned(folder, files, name, { signed, purpose, who }) {
  const pair = [`${name}.sig`, `${name}.allowed_signers`];
  if (!pair.every((path) => files.has(path))) return { why: `of ${pair.join(' and ')} one is not there` };
  const signature = readSignature(await readSmall(folder, files, `${name}.sig`), signed, purpose);
  if (signature.problems.length > 0) return { why: `${name}.sig: ${signature.problems[0]}` };
  const signers = await readSmall(folder, files, `${name}.allowed_signers`);
  return signers === signersLine(who, purpose, signature)
    ? { fingerprint: signature.fingerprint }
    : { why: `${name}.allowed_signers: it names another key, or another person` };
}

async function checkSecondSignatures(folder, files, seal) {
  const here = [...files.keys()].filter((path) => secondName.test(path));
  const names = new Set(here.map((path) => secondName.exec(path)[1]));
  const signed = Buffer.from(await readSmall(folder, files, signedFile), 'latin1');
  const problems = [];
  const good = [];
  for (const who of names) {
    const place = { signed, purpose: 'countersign@firebreak', who };
    const { why, fingerprint } = await checkSigned(folder, files, `seal/countersign.${who}`, place);
    if (why !== undefined) problems.push(why);
    else if (fingerprint === seal.fingerprint)
      problems.push(`seal/countersign.${who}.sig: by the key of the seal, so by no second person`);
    else good.push(`${who} ${fingerprint}`);
  }
  return [problems, names.size === 0 ? 'none' : good.join(', ')];
}

/** Each line has the hash of the one before, the first that of the tag manifest; all up to it are signed. */
async function checkHandOvers(folder, files) {
  const unexplained = new Set([...files.keys()].filter((path) => handOverName.test(path)));
  const problems = [];
  let head = { seq: 0, hash: files.get(signedFile)?.sha256 };
  let signed = Buffer.alloc(0);
  if (unexplained.delete(handOverFile)) {
    for await (const line of lines(join(folder, handOverFile))) {
      const why = brokenBy(line, head, 'firebreak-handover/v1');
      if (why !== undefined) {
        problems.push(`${handOverFile}: broken at record ${head.seq + 1}: ${why}`);
        break;
      }
      const { seq, hash, key } = JSON.parse(line.text);
      head = { seq, hash };
      signed = Buffer.concat([signed, Buffer.from(`${line.text}\n`)]);
      const name = `seal/handover.${seq}`;
      for (const ending of ['sig', 'allowed_signers']) unexplained.delete(`${name}.${ending}`);
      const place = { signed, purpose: 'handover@firebreak', who: 'handover' };
      const found = await checkSigned(folder, files, name, place);
      if (found.why !== undefined) problems.push(found.why);
      else if (found.fingerprint !== key)
        problems.push(`${name}.sig: by another key than record ${seq} names`);
    }
    if (head.seq === 0 && problems.length === 0) problems.push(`${handOverFile}: it is empty`);
  }
  for (const path of unexplained) problems.push(`belongs to no record of ${handOverFile}: ${path}`);
  return [problems, head.seq === 0 ? 'none' : `${head.seq}, each signed`];
}

// ---------------------------------------------------------------------------- journal: a chain of hashes over RFC 8785

/** Follows the chain from the first record; keeps what the other checks need. Ends at the first broken link. */
async function followJournal(folder, files) {
  const told = {
    problems: [],
    head: { seq: 0, hash: '0'.repeat(64) },
    exhibits: [],
    takenBack: new Set(),
    exchanges: [],
    stamps: [],
  };
  if (!files.has(journalFile)) return { ...told, problems: [`missing: ${journalFile}`] };
  for await (const line of lines(join(folder, journalFile))) {
    const why = brokenBy(line, told.head);
    if (why !== undefined) {
      told.problems.push(`broken at record ${told.head.seq + 1}: ${why}`);
      break;
    }
    const { at, event, hash, seq } = JSON.parse(line.text);
    if (typeof event?.type !== 'string') {
      told.problems.push(`broken at record ${seq}: it holds no event`);
      break;
    }
    told.head = { seq, hash };
    // A drill has a clock of its own: nothing is late by it.
    if (event.type === 'case.opened') told.isReal = event.mode === 'real';
    told.last = told.isReal ? at : undefined;
    if (event.type === 'exhibit.acquired') told.exhibits.push(event.exhibit);
    if (event.type === 'custody.recorded' && event.takenBack) told.takenBack.add(event.takenBack);
    if (event.type === 'exchange.captured') told.exchanges.push(event);
    if (event.type === 'timestamp.received') told.stamps.push(event);
  }
  return told;
}

function brokenBy({ text, isWhole, isTooLong }, head, domain = 'firebreak-journal/v1') {
  if (isTooLong) return 'a line longer than any record';
  if (!isWhole) return 'the last line is cut off';
  if (text === undefined) return 'no UTF-8';
  let record;
  try {
    record = JSON.parse(text);
    if (canonical(record) !== text) return 'not in canonical form (RFC 8785)';
  } catch {
    return 'no JSON';
  }
  if (record?.seq !== head.seq + 1) return `its number is ${quote(String(record?.seq))}`;
  if (record.prev !== head.hash) return 'it follows another record';
  const { hash, ...rest } = record;
  const found = createHash('sha256')
    .update(`${domain}\n${canonical(rest)}`)
    .digest('hex');
  if (hash !== found) return 'its hash is of another text';
  return undefined;
}

/** RFC 8785: keys by UTF-16 units, no blanks, strings and numbers as ECMAScript writes them. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(',')}}`;
}

/** Nothing when it is not UTF-8: a lenient reader shows U+FFFD for many bytes, and a change among them would not show. */
function strictText(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

async function* lines(path) {
  let held = [];
  let size = 0;
  for await (const piece of pieces(path)) {
    let start = 0;
    for (let end; (end = piece.indexOf(10, start)) >= 0; start = end + 1) {
      held.push(Buffer.from(piece.subarray(start, end)));
      yield { text: strictText(Buffer.concat(held)), isWhole: true };
      held = [];
      size = 0;
    }
    held.push(Buffer.from(piece.subarray(start)));
    size += piece.length - start;
    if (size > largestLine) return yield { isTooLong: true };
  }
  if (size > 0) yield { text: '', isWhole: false };
}

// ------------------------------------------------------------------------------------- what the journal speaks of

/** Only a file that a person brought can be: a venue's reading that is gone is missing. */
const isTakenBack = (exhibit, takenBack) => exhibit?.kind === 'attachment' && takenBack.has(exhibit.id);

function exhibitWords({ exhibits, takenBack }) {
  const gone = exhibits.filter((exhibit) => isTakenBack(exhibit, takenBack)).length;
  const there = `${exhibits.length - gone}, as the journal names them`;
  return gone === 0 ? there : `${there}; ${gone} taken back before sealing, as it records`;
}

function checkExhibits({ exhibits, takenBack }, files) {
  const named = new Map(exhibits.map((exhibit) => [`data/${exhibit?.path}`, exhibit]));
  const problems = [...named].flatMap(([path, exhibit]) => {
    // The path is looked up among the files that were found, never opened.
    const file = files.get(path);
    const name = `${quote(String(exhibit?.id))} (${quote(String(exhibit?.path))})`;
    // A person took its bytes out before the bag was sealed; the journal says who, and why.
    if (isTakenBack(exhibit, takenBack)) return file === undefined ? [] : [`taken back, and there: ${name}`];
    if (file === undefined) return [`missing: ${name}`];
    return file.sha256 === exhibit.sha256 && file.bytes === exhibit.bytes ? [] : [`altered: ${name}`];
  });
  const strays = [...files.keys()].filter((path) => path.startsWith('data/exhibits/EX-') && !named.has(path));
  return [...problems, ...strays.map((path) => `not in the journal: ${path}`)];
}

/** The compressed bytes at each place, what they unpack to, and the list of what was blacked out in them. */
async function checkExchanges(folder, files, { exchanges }) {
  const file = files.get(exchangesFile);
  if (exchanges.length === 0) return [];
  if (file === undefined) return [`missing: ${exchangesFile}`];
  const problems = [];
  const handle = await open(join(folder, exchangesFile), 'r');
  try {
    for (const told of exchanges) {
      const why = await wrongWith(told, handle, file.bytes);
      if (why !== undefined) problems.push(`${quote(String(told.exchange))}: ${why}`);
    }
  } finally {
    await handle.close();
  }
  return problems;
}

async function wrongWith({ offset, length, sha256, exchange }, handle, size) {
  const isPlace = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length > 0;
  if (!isPlace || offset + length > size || length > largestExchange) return `lies outside ${exchangesFile}`;
  const bytes = Buffer.alloc(length);
  await handle.read(bytes, 0, length, offset);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) return 'altered';
  try {
    return wrongInRecords(warcRecords(gunzipSync(bytes, { maxOutputLength: largestExchange })), exchange);
  } catch (error) {
    return `cannot be unpacked: ${error.message}`;
  }
}

function* warcRecords(bytes) {
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf('\r\n\r\n', at);
    if (end < 0) throw new Error('a record without an end of its header');
    const [version, ...rest] = bytes.toString('utf8', at, end).split('\r\n');
    if (version !== 'WARC/1.1') throw new Error('no WARC/1.1 record');
    const headers = new Map(
      rest.map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
    );
    const length = Number(headers.get('content-length'));
    const block = bytes.subarray(end + 4, end + 4 + length);
    if (block.length !== length) throw new Error('a record is cut off');
    yield { headers, block };
    at = end + 4 + length + 4;
  }
}

const marksIn = (text) => text.match(/(\[|%5B)REDACTED:/g)?.length ?? 0;

function wrongInRecords(records, exchange) {
  let blackedOut = 0;
  let metadata;
  for (const { headers, block } of records) {
    const digest = `sha256:${createHash('sha256').update(block).digest('hex')}`;
    if (headers.get('warc-block-digest') !== digest)
      return `its ${quote(String(headers.get('warc-type')))} record is not what was digested`;
    if (headers.get('warc-type') === 'metadata') metadata = JSON.parse(block.toString('utf8'));
    else blackedOut += marksIn(block.toString('latin1'));
    // The address has host and user, too; the request's first line repeats the rest of it.
    if (headers.get('warc-type') === 'request')
      blackedOut +=
        marksIn(headers.get('warc-target-uri') ?? '') -
        marksIn(block.toString('latin1', 0, block.indexOf('\r\n')));
  }
  if (metadata?.exchange !== exchange) return 'it is the record of another exchange';
  blackedOut += marksIn(`${metadata.purpose} ${metadata.error ?? ''}`);
  const logged = metadata.redactions.reduce((sum, { times }) => sum + times, 0);
  return blackedOut === logged
    ? undefined
    : `${blackedOut} places are blacked out, ${logged} are in the list of them`;
}

// ------------------------------------- time stamps: RFC 3161 (token), RFC 5652 (CMS around it), X.690 §10 (DER)

/**
 * Each token is about the hash that it should be about, and the certificate in it made it, which the certificates in
 * the .pem beside it vouch for. Those came with the bag: that its last one is the authority's root, only you can say.
 */
async function checkStamps(folder, files, { stamps, last }, info) {
  const problems = [];
  const times = [];
  const said = [];
  const look = async (path, hash) => {
    const pem = path.replace(/tst$/, 'pem');
    if (!files.has(pem)) {
      problems.push(`missing: ${quote(pem)}, which belongs to ${quote(path)}`);
      return undefined;
    }
    try {
      const chain = chainIn(await readSmall(folder, files, pem), pem);
      const time = timeIn(Buffer.from(await readSmall(folder, files, path), 'latin1'), hash, chain);
      times.push(time);
      return time;
    } catch (error) {
      problems.push(`${path} with its ${quote(pem)}: ${quote(error.message)}`);
      return undefined;
    }
  };
  for (const { file, sha256, head } of stamps) {
    const path = `data/${file}`;
    if (files.get(path)?.sha256 !== sha256) problems.push(`missing or altered: ${quote(path)}`);
    else await look(path, head?.hash);
  }
  const here = [...files.keys()].filter((path) => stampName.test(path));
  const tokens = here.filter((path) => path.endsWith('.tst'));
  const asked = (labelled(info, 'Firebreak-Timestamp-Authorities') ?? '').split(' ').filter(Boolean);
  const due = asked.flatMap((name) => [`seal/tagmanifest.${name}.tst`, `seal/signature.${name}.tst`]);
  for (const path of tokens) {
    const over = path.startsWith('seal/tagmanifest.') ? signedFile : signatureFile;
    const late = lateBy(await look(path, files.get(over)?.sha256), last);
    if (late !== undefined) said.push(`; ${late}: ${path}`);
    if (!due.includes(path))
      said.push(`; added later, by an authority that bag-info.txt does not name: ${path}`);
  }
  for (const path of here.filter((one) => !tokens.includes(one.replace(/pem$/, 'tst'))))
    problems.push(`belongs to no token, ${path.replace(/pem$/, 'tst')} is not there: ${path}`);
  said.push(...due.filter((path) => !tokens.includes(path)).map((path) => `; never came: ${quote(path)}`));
  const found =
    times.length === 0 ? 'none: every time is the word of who sealed it' : `${times.length}, ${span(times)}`;
  return [problems, `${found}${said.join('')}`];
}

const span = (times) => {
  const sorted = [...times].sort();
  return `from ${sorted[0]} to ${sorted.at(-1)}; compare each .pem with its authority's root`;
};

/** Counted from the last record of the journal, which the seal followed; undefined when it came in time. */
function lateBy(time, last) {
  const minutes = Math.round((Date.parse(time) - Date.parse(last)) / 60_000);
  if (!(minutes >= 1)) return undefined;
  if (minutes < 120) return `late by ${minutes} min`;
  return minutes < 2880 ? `late by ${Math.round(minutes / 60)} h` : `late by ${Math.round(minutes / 1440)} d`;
}

const [INTEGER, OCTETS, OID, SEQUENCE, SET, TIME, TAGGED] = [0x02, 0x04, 0x06, 0x30, 0x31, 0x18, 0xa0];

/** The values in a DER encoding, one after the other: each has one form only. */
function derIn(bytes) {
  const found = [];
  for (let at = 0; at < bytes.length;) {
    let [from, length] = [at + 2, bytes[at + 1]];
    if (length >= 128) {
      const count = length - 128;
      if (count < 1 || count > 4 || from + count > bytes.length) throw new Error('a length in another form');
      length = bytes.readUIntBE(from, count);
      if (length < 128 || length < 2 ** (8 * (count - 1))) throw new Error('a length in another form');
      from += count;
    }
    if ((bytes[at] & 31) === 31 || !(from + length <= bytes.length)) throw new Error('it is cut off');
    found.push({
      tag: bytes[at],
      whole: bytes.subarray(at, from + length),
      inside: bytes.subarray(from, from + length),
    });
    at = from + length;
  }
  return found;
}

/** Exactly these kinds of values; what else could stand there, nobody would have signed. */
function valuesIn({ inside }, ...tags) {
  const found = derIn(inside);
  if (found.length !== tags.length || found.some(({ tag }, i) => tag !== tags[i]))
    throw new Error('it is in another form');
  return found;
}

const hex = (bytes) => bytes.toString('hex');
const mustBe = (holds, why) => {
  if (!holds) throw new Error(why);
};
const digestNames = new Map([
  ['0609608648016503040201', 'sha256'],
  ['0609608648016503040202', 'sha384'],
  ['0609608648016503040203', 'sha512'],
]);
/** What may follow an algorithm's name: nothing, or NULL. */
const nameOf = (algorithm) => hex(algorithm.inside).replace(/0500$/, '');
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
  // The shell is signed by nobody, so each value in it must be the only one that it can be.
  const shell = [type, version, infoType, signerVersion].map(({ whole }) => hex(whole)).join(' ');
  mustBe(
    shell === '06092a864886f70d010702 020103 060b2a864886f70d0109100104 020101',
    'no time stamp of RFC 3161',
  );
  const digestName = digestNames.get(nameOf(digest));
  mustBe(digestName !== undefined && digests.inside.equals(digest.whole), 'over an unknown digest');
  const [keyKind, ofDigest = digestName] = madeBy.get(nameOf(algorithm)) ?? [];
  mustBe(keyKind !== undefined, 'signed in a way that only openssl checks (seal/VERIFY.txt)');
  const signer = signerIn(certificates, id, chain);
  mustBe(
    signer.publicKey.asymmetricKeyType === keyKind && ofDigest === digestName,
    'by a key of another kind',
  );
  checkAttributes(attributes, {
    infoType,
    digest: createHash(digestName).update(info.inside).digest(),
    signer,
  });
  // RFC 5652 §5.4: the attributes are signed as a SET, and written with another first byte.
  const message = Buffer.concat([Buffer.from([SET]), attributes.whole.subarray(1)]);
  mustBe(
    verifySignature(digestName, message, signer.publicKey, signature.inside),
    'its signature is of something else',
  );
  const time = timeAbout(info, hash);
  const isValidThen = (one) =>
    Date.parse(one.validFrom) <= Date.parse(time) && Date.parse(time) <= Date.parse(one.validTo);
  mustBe([signer, ...chain].every(isValidThen), 'a certificate of it was not valid then');
  return time;
}

/** The signer's certificate, and that each one is vouched for by the next; no other may lie in the token. */
function signerIn(certificates, id, chain) {
  const all = derIn(certificates.inside).map(({ whole }) => ({ whole, read: new X509Certificate(whole) }));
  const [signer, ...others] = all.filter(({ whole }) => issuerAndNumber(whole).equals(id.inside));
  mustBe(signer !== undefined && others.length === 0, 'not one certificate of its signer');
  mustBe(
    all.every(({ whole, read }) => read.raw.equals(whole)),
    'a certificate in another form',
  );
  const path = [signer.read, ...chain];
  const holds = path.every((one, i) => {
    const next = path[Math.min(i + 1, path.length - 1)];
    return one.checkIssued(next) && one.verify(next.publicKey);
  });
  mustBe(holds && chain.every(({ ca }) => ca), 'its certificates do not vouch for it');
  const isKnown = ({ whole }) => path.some(({ raw }) => raw.equals(whole));
  mustBe(all.every(isKnown), 'a certificate in it belongs to nothing');
  mustBe(String(signer.read.keyUsage) === '1.3.6.1.5.5.7.3.8', 'its key is not for time stamps alone');
  return signer.read;
}

/** RFC 5280 §4.1: the number and the issuer, in the order in which a signature names its signer. */
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
    mustBe(!values.has(hex(type.inside)), 'something is signed twice');
    values.set(hex(type.inside), value.inside);
  }
  const holds = (type, ...endings) => endings.some((ending) => values.get(type)?.includes(ending));
  const octets = (bytes) => Buffer.concat([Buffer.from([OCTETS, bytes.length]), bytes]);
  const hashed = (name) => octets(createHash(name).update(signer.raw).digest());
  mustBe(values.get('2a864886f70d010904')?.equals(octets(digest)), 'its time is not what was signed');
  mustBe(values.get('2a864886f70d010903')?.equals(infoType.whole), 'it was signed as something else');
  const isBound =
    holds('2a864886f70d010910022f', hashed('sha256'), hashed('sha384'), hashed('sha512')) ||
    holds('2a864886f70d010910020c', hashed('sha1'));
  mustBe(isBound, 'it names another certificate');
}

/** RFC 3161 §2.4.2: version, policy, what was stamped (a digest's name and the digest), number, time. */
function timeAbout(info, hash) {
  const [body] = valuesIn(info, SEQUENCE);
  const [, , imprint, , time] = derIn(body.inside);
  const [algorithm, stamped] = valuesIn(imprint, SEQUENCE, OCTETS);
  mustBe(
    digestNames.get(nameOf(algorithm)) === 'sha256' && hex(stamped.inside) === hash,
    'it is about something else',
  );
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(time.inside.toString('latin1'));
  mustBe(time.tag === TIME && parts !== null, 'no time in it');
  const [, year, month, day, hour, minute, second, fraction = ''] = parts;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}Z`;
}

/** The certificates above the signer, the root last; the file holds them and nothing else, in the one form of PEM. */
export function chainIn(pem, path) {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n/g) ?? [];
  const chain = blocks.map((block) => new X509Certificate(block));
  mustBe(
    chain.length > 0 && chain.map(String).join('') === pem,
    `${path} is not in the form in which it was written`,
  );
  return chain;
}

// -------------------------------------------------------------------------------------------------- what is said

/** Names from the bag can hold anything: shown in printable ASCII, and not at length. */
const quote = (text) =>
  JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text).replace(
    /[^ -~]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const limits = `
What this shows: since it was sealed with the key above, nothing in this bag was changed, added, removed or put in
another order, and what was blacked out in the HTTP records is listed in them.
What it does not show: that the owner of the key did not write the whole of it anew before sealing; that the times in
it are right; whose keys they are, and whose roots the time authorities'; that nothing which was added to the sealed
bag was taken away again whole: a counter-signature, the last hand-overs, a time stamp over the seal. When files were
made, who may read them and what else the disk keeps of them is no part of a bag.
`;

async function main() {
  const args = process.argv.slice(2);
  const flag = args.indexOf('--fingerprint');
  const [expected] = flag < 0 ? [] : args.splice(flag, 2).slice(1);
  const given = args[0] ?? join(dirname(fileURLToPath(import.meta.url)), '..');
  const folder = await realpath(given).catch(() => undefined);
  const isFolder =
    folder !== undefined && (await readdir(folder).catch(() => undefined))?.includes('bagit.txt');
  if (!isFolder) {
    process.stderr.write(`no bag here (a folder with bagit.txt): ${quote(given)}\n`);
    return 2;
  }
  const checks = await examine(folder, expected);
  for (const [what, problems, found] of checks) {
    process.stdout.write(
      `${problems.length === 0 ? 'ok     ' : 'FAILED '} ${what.padEnd(24)}${problems.length === 0 ? found : ''}\n`,
    );
    for (const problem of problems) process.stdout.write(`          ${problem}\n`);
  }
  process.stdout.write(limits);
  return checks.some(([, problems]) => problems.length > 0) ? 1 : 0;
}

// Run as a program, not when a test looks at what it finds.
const isProgram =
  process.argv[1] !== undefined && (await realpath(process.argv[1])) === fileURLToPath(import.meta.url);
if (isProgram) process.exitCode = await main();
