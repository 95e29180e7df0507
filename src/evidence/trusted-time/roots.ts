import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { readCertificate, type ReadCertificate } from './read-token.ts';
import { refuse } from './refusal.ts';

/** Certificates that a chain may end at, and others that may stand between. */
export interface Roots {
  readonly anchors: readonly ReadCertificate[];
  readonly between: readonly ReadCertificate[];
}

/**
 * Reads a PEM file of certificates. Those that sign themselves are trusted; others may complete a chain.
 *
 * @throws TimestampRefusal CHAIN_WRONG when no trusted certificate is in it
 */
export function readRoots(pem: string): Roots {
  const all = (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(readPem);
  const anchors = all.filter(({ certificate }) => certificate.subject.isEqual(certificate.issuer));
  if (anchors.length === 0) refuse('CHAIN_WRONG', 'no root certificate (PEM) is in the file');
  return { anchors, between: all.filter((one) => !anchors.includes(one)) };
}

function readPem(text: string): ReadCertificate {
  try {
    return readCertificate(Uint8Array.from(new X509Certificate(text).raw));
  } catch (cause) {
    return refuse('CHAIN_WRONG', 'a certificate in the file cannot be read', cause);
  }
}

/**
 * The roots that come with Node (Mozilla's list): for an authority without a CA file of its own. Whoever
 * uses them trusts any of these to name a time-stamp authority, so which one it was is always recorded.
 */
export function rootsOfNode(): Roots {
  nodes ??= { anchors: rootCertificates.map(readPem), between: [] };
  return nodes;
}
let nodes: Roots | undefined;

/** Whether Node's list has exactly this certificate. */
export const isRootOfNode = (root: ReadCertificate): boolean => {
  const fingerprint = fingerprintOf(root);
  return rootCertificates.some((pem) => new X509Certificate(pem).fingerprint256 === fingerprint);
};

/** SHA-256 over the certificate: AA:BB:…, as `openssl x509 -fingerprint -sha256` prints it. */
export const fingerprintOf = ({ der }: ReadCertificate): string => new X509Certificate(der).fingerprint256;

/** The subject on one line: "CN=…, O=…". Written by whoever made the certificate: to show, not to obey. */
export const subjectOf = ({ der }: ReadCertificate): string =>
  new X509Certificate(der).subject.replace(/\s*\n\s*/g, ', ');

export const pemOf = (certificates: readonly ReadCertificate[]): string =>
  certificates.map(({ der }) => new X509Certificate(der).toString()).join('');
