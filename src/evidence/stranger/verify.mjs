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
// (canonical JSON), PROTOCOL.sshsig of OpenSSH, ISO 28500 (WARC), and the README of src/evidence.
import { Buffer } from 'node:buffer';
import { constants, createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { open, readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
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
      (await text('bagit.txt')) === declaration ? [] : ['not a BagIt 1.0 bag in UTF-8'],
      'BagIt 1.0',
    ],
    ...(await checkManifests(files, text)),
    [
      'Payload-Oxum',
      same(labelled(info, 'Payload-Oxum'), `${octets}.${payload.length}`),
      `${octets} bytes in ${payload.length} files`,
    ],
    ['signature', signature.problems, `${signature.kind}, ${signature.fingerprint}`],
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
    ['time stamps', await checkStamps(folder, files, told), stampWords(told, files)],
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
  said === found ? [] : [`the bag says ${said === undefined ? 'nothing' : quote(said)}, found: ${found}`];
const keyWords = (expected) =>
  expected ? 'the one you named' : 'as the bag names it, which proves nothing about who signed';

// --------------------------------------------------------------------------------------------------------- files

/** Both hashes of every regular file; whatever is no regular file with a plain name is a stranger. */
async function hashEveryFile(folder) {
  const files = new Map();
  const strangers = [];
  const visit = async (inside) => {
    const entries = await readdir(join(folder, inside), { withFileTypes: true });
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
    const buffer = Buffer.allocUnsafe(2 ** 20);
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
    !path.startsWith('data/') && path !== signatureFile && !path.startsWith('tagmanifest-');
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
  const signature = readSignature(await readSmall(folder, files, `${name}.sig`), signed, purpose);
  if (signature.problems.length > 0) return { why: signature.problems[0] };
  const signers = await readSmall(folder, files, `${name}.allowed_signers`);
  return signers === signersLine(who, purpose, signature)
    ? { fingerprint: signature.fingerprint }
    : { why: `${name}.allowed_signers names something else` };
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
    if (why !== undefined) problems.push(`${who}: ${why}`);
    else if (fingerprint === seal.fingerprint) problems.push(`${who}: by the key of the seal`);
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
        problems.push(`broken at record ${head.seq + 1}: ${why}`);
        break;
      }
      const { seq, hash, key } = JSON.parse(line.text);
      head = { seq, hash };
      signed = Buffer.concat([signed, Buffer.from(`${line.text}\n`)]);
      const name = `seal/handover.${seq}`;
      for (const ending of ['sig', 'allowed_signers']) unexplained.delete(`${name}.${ending}`);
      const place = { signed, purpose: 'handover@firebreak', who: 'handover' };
      const found = await checkSigned(folder, files, name, place);
      if (found.why !== undefined) problems.push(`record ${seq}: ${found.why}`);
      else if (found.fingerprint !== key) problems.push(`record ${seq}: by another key than it names`);
    }
    if (head.seq === 0 && problems.length === 0) problems.push('it is empty');
  }
  for (const path of unexplained) problems.push(`belongs to no record: ${path}`);
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
    const { event, hash, seq } = JSON.parse(line.text);
    if (typeof event?.type !== 'string') {
      told.problems.push(`broken at record ${seq}: it holds no event`);
      break;
    }
    told.head = { seq, hash };
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

async function* lines(path) {
  let held = [];
  let size = 0;
  for await (const piece of pieces(path)) {
    let start = 0;
    for (let end; (end = piece.indexOf(10, start)) >= 0; start = end + 1) {
      held.push(Buffer.from(piece.subarray(start, end)));
      yield { text: Buffer.concat(held).toString('utf8'), isWhole: true };
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

function exhibitWords({ exhibits, takenBack }) {
  const gone = exhibits.filter((exhibit) => takenBack.has(exhibit?.id)).length;
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
    if (takenBack.has(exhibit?.id)) return file === undefined ? [] : [`taken back, and there: ${name}`];
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

/**
 * Each token lies where the journal says and holds the hash that it is about (RFC 3161 §2.4.2, messageImprint:
 * an OCTET STRING of 32 bytes). That the authority made it, and when, only its signature shows: openssl checks that.
 */
async function checkStamps(folder, files, { stamps }) {
  const problems = [];
  for (const { file, sha256, head } of stamps) {
    const path = `data/${file}`;
    if (files.get(path)?.sha256 !== sha256) problems.push(`missing or altered: ${quote(path)}`);
    else if (!holds(await readSmall(folder, files, path), head.hash))
      problems.push(`about something else: ${quote(path)}`);
  }
  for (const path of [...files.keys()].filter((name) => stampName.test(name) && name.endsWith('.tst'))) {
    const over = path.startsWith('seal/tagmanifest.') ? signedFile : signatureFile;
    const hash = files.get(over)?.sha256 ?? '';
    if (!holds(await readSmall(folder, files, path), hash)) problems.push(`not about ${over}: ${path}`);
  }
  return problems;
}

const holds = (token, hash) =>
  /^[0-9a-f]{64}$/.test(hash) && Buffer.from(token, 'latin1').includes(Buffer.from(`0420${hash}`, 'hex'));

const stampWords = ({ stamps }, files) => {
  const overSeal = [...files.keys()].filter((name) => stampName.test(name) && name.endsWith('.tst')).length;
  return stamps.length + overSeal === 0
    ? 'none: every time in this bag is the word of who sealed it'
    : `${stamps.length} over the journal, ${overSeal} over the seal; openssl checks who made them (seal/VERIFY.txt)`;
};

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
it are right; whose keys they are; that no later hand-over was cut off the end of the log. Tokens of a time authority, if seal/ holds any, are checked by openssl (seal/VERIFY.txt).
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
