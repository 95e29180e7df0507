import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';

/** A body without its content encoding; `undecodable` when nobody can say what is in it. */
type DecodedBody =
  | { readonly is: 'plain'; readonly bytes: Uint8Array }
  | {
      readonly is: 'decoded';
      readonly bytes: Uint8Array;
      readonly encoding: string;
      readonly cutOff: boolean;
    }
  | { readonly is: 'undecodable'; readonly encoding: string };

// A reply of a venue is a few MB at most; more out of a compressed body is a bomb.
const largestBody = 64 * 1024 * 1024;

/** Takes off `content-encoding` (RFC 9110 §8.4): the codings in reverse order of their names. */
export function decodeBody(contentEncoding: string, body: Uint8Array): DecodedBody {
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length === 0 || body.length === 0) return { is: 'plain', bytes: body };
  let bytes = body;
  let cutOff = false;
  for (const coding of codings.toReversed()) {
    const layer = decodeLayer(coding, bytes);
    if (!layer) return { is: 'undecodable', encoding: contentEncoding };
    bytes = layer.bytes;
    cutOff ||= layer.cutOff;
  }
  return { is: 'decoded', bytes, encoding: contentEncoding, cutOff };
}

function decodeLayer(coding: string, bytes: Uint8Array) {
  const decode = decoders.get(coding);
  if (!decode) return undefined;
  return (
    attempt(() => ({ bytes: decode(bytes, 'whole'), cutOff: false })) ??
    // A connection that broke leaves a body that ends early: what did arrive is evidence too.
    attempt(() => ({ bytes: decode(bytes, 'as far as it goes'), cutOff: true }))
  );
}

type Decoder = (bytes: Uint8Array, extent: 'whole' | 'as far as it goes') => Uint8Array;

const zlibOptions = (extent: 'whole' | 'as far as it goes') => ({
  maxOutputLength: largestBody,
  finishFlush: extent === 'whole' ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
});

const gzip: Decoder = (bytes, extent) => gunzipSync(bytes, zlibOptions(extent));

// RFC 9110 §8.4.1.2: some servers send bare deflate data without the zlib wrapper.
const deflate: Decoder = (bytes, extent) =>
  attempt(() => inflateSync(bytes, zlibOptions(extent))) ?? inflateRawSync(bytes, zlibOptions(extent));

const brotli: Decoder = (bytes, extent) =>
  brotliDecompressSync(bytes, {
    maxOutputLength: largestBody,
    finishFlush: extent === 'whole' ? constants.BROTLI_OPERATION_FINISH : constants.BROTLI_OPERATION_FLUSH,
  });

const zstd: Decoder = (bytes, extent) =>
  zstdDecompressSync(bytes, {
    maxOutputLength: largestBody,
    finishFlush: extent === 'whole' ? constants.ZSTD_e_end : constants.ZSTD_e_flush,
  });

// A Map: the name comes from the venue, and "constructor" is one that every plain object has.
const decoders: ReadonlyMap<string, Decoder> = new Map([
  ['gzip', gzip],
  ['x-gzip', gzip],
  ['deflate', deflate],
  ['br', brotli],
  ['zstd', zstd],
]);

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
