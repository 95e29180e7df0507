import type { Redacting } from './redaction-log.ts';

/** Closes user info and every parameter that is not open; path and host keep all but known secrets. */
export function redactUrl(url: string, openParameters: readonly string[], redacting: Redacting): string {
  const parts = urlParts.exec(url);
  if (!parts) return inUrl(redacting.close(url, 'request url', 'url'));
  const [, scheme = '', user, address = '', query, fragment] = parts;
  const scrub = (text: string) => redacting.scrub(text, 'request url', inUrl);
  return [
    scheme,
    user === undefined ? '' : `${inUrl(redacting.close(user, 'request url', 'user-info'))}@`,
    scrub(address),
    query === undefined
      ? ''
      : `?${redactParameters(query, openParameters, 'request url parameter', redacting)}`,
    fragment === undefined ? '' : `#${scrub(fragment)}`,
  ].join('');
}

/** Query or form text (`a=1&b=2`), order and spelling kept; only values of closed names change. */
export function redactParameters(
  text: string,
  open: readonly string[],
  where: string,
  redacting: Redacting,
): string {
  return text
    .split('&')
    .map((pair) => redactPair(pair, open, where, redacting))
    .join('&');
}

function redactPair(pair: string, open: readonly string[], where: string, redacting: Redacting): string {
  const equals = pair.indexOf('=');
  const name = equals === -1 ? pair : pair.slice(0, equals);
  if (open.includes(decodeParameter(name))) return redacting.scrub(pair, `${where} ${name}`, inUrl);
  // A bare word may be a value as well as a name: some venues sign with "?<token>".
  if (equals === -1) return inUrl(redacting.close(decodeParameter(pair), where, 'parameter'));
  const safeName = redacting.scrub(name, where, inUrl);
  const value = decodeParameter(pair.slice(equals + 1));
  return `${safeName}=${inUrl(redacting.close(value, `${where} ${safeName}`, 'parameter'))}`;
}

// RFC 3986 appendix B, with user info split off the authority; the scheme is required.
const urlParts = /^([a-z][a-z0-9+.-]*:\/\/)(?:([^@/?#]*)@)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is;

/** Square brackets are the only characters of a marker that RFC 3986 keeps out of paths and queries. */
const inUrl = (marker: string): string => marker.replaceAll('[', '%5B').replaceAll(']', '%5D');

function decodeParameter(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
