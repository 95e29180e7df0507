import { BadInput } from '../domain/failure.ts';
import { Secret } from '../domain/secret.ts';
import type { RealWire } from '../venues/index.ts';

/** An account's proxy: the wire through it, what people may read of it, what nobody may. */
export interface OpenProxy {
  readonly wire: RealWire;
  /** `host:port`. */
  readonly at: string;
  readonly secrets: readonly Secret[];
}

/**
 * Reads a proxy's URL. Throws BadInput that names the reference, never the URL: what is no proxy is
 * refused before the case is opened, not at its first request.
 */
export function openProxy(url: Secret, account: string): OpenProxy {
  const read = URL.parse(url.reveal());
  const password = read ? decoded(read.password) : undefined;
  if (!read || !(read.protocol in defaultPorts) || read.hostname === '' || password === undefined) {
    throw new BadInput(`the proxy of ${account}, from ${url.reference}, is no http:// or socks5:// URL`, {
      hint: 'write http://user:password@host:port or socks5://host:port',
    });
  }
  return {
    wire: { mode: 'real', proxy: { url } },
    at: `${read.hostname}:${read.port === '' ? defaultPorts[read.protocol] : read.port}`,
    secrets: password === '' ? [] : [new Secret(password, `${url.reference} (password)`)],
  };
}

const defaultPorts: Readonly<Record<string, string>> = {
  'http:': '80',
  'socks5:': '1080',
  'socks5h:': '1080',
};

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
