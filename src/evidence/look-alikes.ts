import type { HttpExchange } from '../domain/http-exchange.ts';
import { decodeBody } from './decode-body.ts';
import type { Redaction } from './redaction-marker.ts';
import { asReceived, bodyText, marksIn, placeOf, redactionPlaces } from './redaction-places.ts';

/**
 * Entries for text that looks like a marker and is none of ours: a venue, or whoever may write at one, sends
 * `[REDACTED:…` and would make an honest record look as if its list of redactions were short.
 *
 * Only where such text came in, and only as many as are left: a marker of ours that was not listed still shows.
 */
export function lookAlikes(
  raw: HttpExchange,
  clean: HttpExchange,
  listed: readonly Redaction[],
): readonly Redaction[] {
  return redactionPlaces.flatMap((place) => {
    const ours = listed
      .filter(({ where }) => placeOf(where) === place)
      .reduce((sum, { times }) => sum + times, 0);
    const left = marksIn(textAt[place](clean)).begun - ours;
    if (left <= 0 || marksIn(textAt[place](decoded(raw))).begun === 0) return [];
    return [{ where: place, rule: asReceived, length: 0, fp: '', times: left }];
  });
}

type Headers = HttpExchange['request']['headers'];
const lines = (headers: Headers): string => headers.map(([name, value]) => `${name}: ${value}`).join('\n');

const textAt: Readonly<Record<(typeof redactionPlaces)[number], (exchange: HttpExchange) => string>> = {
  'request url': ({ request }) => request.url,
  'request header': ({ request }) => lines(request.headers),
  'request body': ({ request }) => bodyText(request.body),
  'response status': ({ response }) => response?.statusText ?? '',
  'response header': ({ response }) => lines(response?.headers ?? []),
  'response body': ({ response }) => (response ? bodyText(response.body) : ''),
  purpose: ({ purpose }) => purpose,
  error: ({ error }) => error ?? '',
};

/** As redaction saw it: without its content encoding. */
function decoded(raw: HttpExchange): HttpExchange {
  if (!raw.response) return raw;
  const codings = raw.response.headers.filter(([name]) => name.toLowerCase() === 'content-encoding');
  const body = decodeBody(codings.map(([, value]) => value).join(', '), raw.response.body);
  return body.is === 'undecodable' ? raw : { ...raw, response: { ...raw.response, body: body.bytes } };
}
