import type { CaptureRules, HttpExchange } from '../domain/http-exchange.ts';
import { decodeBody } from './decode-body.ts';
import { rewriteJsonScalars } from './redact-json.ts';
import type { Redacting } from './redaction-log.ts';
import { keyIdEnds } from './redaction-marker.ts';
import { redactParameters, redactUrl } from './redact-url.ts';

type Headers = readonly (readonly [string, string])[];
type Request = HttpExchange['request'];
type Response = NonNullable<HttpExchange['response']>;

export function redactRequest(request: Request, rules: CaptureRules, redacting: Redacting): Request {
  const url = redactUrl(request.url, rules.openParameters, redacting);
  const headers = redactHeaders(request.headers, rules.openRequestHeaders, 'request header', redacting);
  const body = redactRequestBody(request, rules.openParameters, redacting);
  return {
    method: request.method,
    url,
    headers: body === request.body ? headers : renameHeader(headers, 'content-length'),
    body,
  };
}

/** The body is stored without its content encoding: nothing can be redacted inside compressed bytes. */
export function redactResponse(response: Response, rules: CaptureRules, redacting: Redacting): Response {
  const headers = redactHeaders(response.headers, rules.openResponseHeaders, 'response header', redacting);
  const decoded = decodeBody(headerOf(response.headers, 'content-encoding'), response.body);
  const statusText = redacting.scrub(response.statusText, 'response status');
  if (decoded.is === 'undecodable') {
    // Nobody can say what is in it, so nothing of it is written.
    const marker = redacting.close(latin1(response.body), 'response body', 'undecodable-body');
    return {
      status: response.status,
      statusText,
      headers: withoutCoding(headers),
      body: Buffer.from(marker),
    };
  }
  const body = redacting.scrubBytes(closeFields(decoded.bytes, rules, redacting), 'response body');
  if (body === response.body) return { status: response.status, statusText, headers, body };
  const note: Headers = decoded.is === 'decoded' && decoded.cutOff ? [['x-firebreak-body', 'cut off']] : [];
  return { status: response.status, statusText, headers: [...withoutCoding(headers), ...note], body };
}

/** A new key's secret is known to nobody before this reply: it is found by the name of its field. */
function closeFields(bytes: Uint8Array, rules: CaptureRules, redacting: Redacting): Uint8Array {
  const { secretFields = [], keyIdFields = [] } = rules;
  if (secretFields.length + keyIdFields.length === 0) return bytes;
  const text = Buffer.from(bytes).toString('utf8');
  const clean = rewriteJsonScalars(text, (key, { token, value }) => {
    const rule = secretFields.includes(key)
      ? 'secret-field'
      : keyIdFields.includes(key)
        ? 'key-id'
        : undefined;
    if (rule === undefined || value === '' || !token.startsWith('"')) return token;
    const hint = rule === 'key-id' ? keyIdEnds(value) : undefined;
    return JSON.stringify(redacting.close(value, `response body field ${key}`, rule, hint));
  });
  return clean === undefined || clean === text ? bytes : Buffer.from(clean, 'utf8');
}

// What a reader needs to make sense of the body; the host stands in the URL as well.
const structural = ['content-encoding', 'content-length', 'content-type', 'host', 'transfer-encoding'];

function redactHeaders(
  headers: Headers,
  open: readonly string[],
  where: string,
  redacting: Redacting,
): Headers {
  return headers.map(([name, value]) => {
    const place = `${where} ${name.toLowerCase()}`;
    const kept = structural.includes(name.toLowerCase()) || open.includes(name.toLowerCase());
    return [name, kept ? redacting.scrub(value, place) : redacting.close(value, place, 'header')] as const;
  });
}

/** Forms and JSON keep what their parameters may show; a body of any other kind is closed whole. */
function redactRequestBody(request: Request, open: readonly string[], redacting: Redacting): Uint8Array {
  if (request.body.length === 0) return request.body;
  const text = Buffer.from(request.body).toString('utf8');
  const type = headerOf(request.headers, 'content-type').toLowerCase();
  const where = 'request body parameter';
  const clean =
    redactJsonBody(text, open, where, redacting) ??
    (isForm(type, text) ? redactParameters(text, open, where, redacting) : undefined) ??
    redacting.close(latin1(request.body), 'request body', 'body');
  return clean === text ? request.body : Buffer.from(clean, 'utf8');
}

function redactJsonBody(text: string, open: readonly string[], where: string, redacting: Redacting) {
  const judged = rewriteJsonScalars(text, (key, { token, value }) => {
    const place = `${where} ${key}`.trimEnd();
    if (!open.includes(key)) return JSON.stringify(redacting.close(value, place, 'parameter'));
    const clean = redacting.scrub(token, place);
    // A number that was a secret becomes a string: the body stays JSON.
    return clean === token || token.startsWith('"') ? clean : JSON.stringify(clean);
  });
  // Once more over the whole: a secret may be a key, too.
  return judged === undefined ? undefined : redacting.scrub(judged, 'request body');
}

const isForm = (type: string, text: string): boolean =>
  type.startsWith('application/x-www-form-urlencoded') || (type === '' && /^[^\s={}[\]"]+=/.test(text));

const withoutCoding = (headers: Headers): Headers =>
  renameHeader(renameHeader(headers, 'content-encoding'), 'content-length');

/** A header that is no longer true of the stored bytes stays under the name `x-orig-…`. */
const renameHeader = (headers: Headers, wanted: string): Headers =>
  headers.map(([name, value]) =>
    name.toLowerCase() === wanted ? ([`x-orig-${wanted}`, value] as const) : ([name, value] as const),
  );

const headerOf = (headers: Headers, wanted: string): string =>
  headers
    .filter(([name]) => name.toLowerCase() === wanted)
    .map(([, value]) => value)
    .join(', ');

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
