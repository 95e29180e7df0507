import { verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { Incoming } from '../shell.ts';
import { venueHost } from './names.ts';

/** A JSON Web Token (RFC 7519) as it came in: nothing in it is believed before `isSigned`. */
export interface Token {
  readonly header: JsonObject;
  readonly claims: JsonObject;
  /** What is signed: the first two parts and the dot between them. */
  readonly signedText: string;
  readonly signature: Buffer;
}

/** The token of an Authorization header; undefined when there is none that can be read. */
export function readToken(authorization: string): Token | undefined {
  const [, text = ''] = /^Bearer ([A-Za-z0-9_.-]+)$/.exec(authorization) ?? [];
  const parts = text.split('.');
  const [header, claims, signature] = parts.map(bytesOf);
  if (parts.length !== 3 || header === undefined || claims === undefined || signature === undefined) {
    return undefined;
  }
  const [headerObject, claimsObject] = [objectIn(header), objectIn(claims)];
  if (headerObject === undefined || claimsObject === undefined) return undefined;
  const signedText = text.slice(0, text.lastIndexOf('.'));
  return { header: headerObject, claims: claimsObject, signedText, signature };
}

// Only the one spelling of the bytes (RFC 4648 §3.5): else a changed last letter could go unnoticed.
function bytesOf(part: string): Buffer | undefined {
  const bytes = Buffer.from(part, 'base64url');
  return bytes.length > 0 && bytes.toString('base64url') === part ? bytes : undefined;
}

function objectIn(bytes: Buffer): JsonObject | undefined {
  try {
    const parsed = JSON.parse(bytes.toString('utf8')) as Json;
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}

/** "ES256" (r and s, 32 bytes each) for P-256 keys, "EdDSA" for Ed25519 (RFC 7518 §3.4, RFC 8037 §3.1). */
export function isSigned({ header, signedText, signature }: Token, key: KeyObject): boolean {
  const isEc = key.asymmetricKeyType === 'ec';
  if (header['alg'] !== (isEc ? 'ES256' : 'EdDSA') || signature.length !== 64) return false;
  const text = Buffer.from(signedText, 'latin1');
  return isEc
    ? verify('sha256', text, { key, dsaEncoding: 'ieee-p1363' }, signature)
    : verify(null, text, key, signature);
}

const issuers: readonly Json[] = ['cdp', 'coinbase-cloud'];
const audiences: readonly Json[] = ['cdp_service', 'retail_rest_api_proxy'];

/** "kid" and "sub" name the key, "nonce" is there, the issuer is a known one, and so is an audience if any. */
export const isMeantFor = ({ header, claims }: Token): boolean =>
  claims['sub'] === header['kid'] &&
  typeof header['nonce'] === 'string' &&
  header['nonce'] !== '' &&
  (header['typ'] === undefined || header['typ'] === 'JWT') &&
  issuers.includes(claims['iss'] ?? '') &&
  hasKnownAudience(claims['aud']);

const hasKnownAudience = (aud: Json | undefined): boolean =>
  aud === undefined || (Array.isArray(aud) ? aud : [aud]).some((each: Json) => audiences.includes(each));

/** "Your JWT expires after 2 minutes": a longer life is not given (assumed). */
const longestS = 120;
/** How far ahead of ours the sender's clock may be: usual for tokens, here not written. */
const leewayS = 5;

export function isInTime({ claims }: Token, nowMs: number): boolean {
  const [from, to] = [claims['nbf'], claims['exp']];
  if (!Number.isInteger(from) || !Number.isInteger(to)) return false;
  const [fromS, toS] = [from as number, to as number];
  return fromS * 1000 <= nowMs + leewayS * 1000 && nowMs < toS * 1000 && toS - fromS <= longestS;
}

/**
 * "{METHOD} {host}{path}", without the query: in "uri" (Advanced Trade SDK), or in the list "uris" (CDP
 * SDK). The host is the venue's own. On loopback also the host that the request names itself, with or
 * without "http://": a client that was sent here by its URL signs that one.
 */
export function isForThis({ claims }: Token, { method, path, headers }: Incoming): boolean {
  const named = claims['uris'] ?? [claims['uri'] ?? ''];
  const host = String(headers['host'] ?? '');
  const hosts = [venueHost, ...(isLoopback(host) ? [host, `http://${host}`] : [])];
  const accepted: readonly Json[] = hosts.map((each) => `${method} ${each}${path}`);
  return Array.isArray(named) && named.some((each: Json) => accepted.includes(each));
}

const isLoopback = (host: string): boolean => /^(127(\.\d{1,3}){3}|localhost)(:\d{1,5})?$/.test(host);
