import { quote } from '../domain/file-problem.ts';
import type { Flaw } from '../domain/yaml/index.ts';
import type { ConfiguredAuthority } from './config.ts';
import type { WrittenAuthority } from './config-schema.ts';

/** Finds authorities that would share a name, and so their files. Reads the file as written. */
export function authorityFlaws(written: unknown): Flaw[] {
  const names = authoritiesIn(written).map(({ name, url }) =>
    typeof name === 'string' ? name : typeof url === 'string' ? nameOf(url) : undefined,
  );
  return names.flatMap((name, at): Flaw[] =>
    name === undefined || names.indexOf(name) === at
      ? []
      : [
          {
            path: ['timestampAuthorities', at],
            on: 'value',
            message: `the authority ${quote(name)} is there twice`,
            hint: 'two tokens of one authority are no second witness; for another one at the same host, give a name',
          },
        ],
  );
}

function authoritiesIn(written: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof written !== 'object' || written === null || !('timestampAuthorities' in written)) return [];
  const { timestampAuthorities: list } = written;
  return Array.isArray(list)
    ? list.map((one: unknown) => (typeof one === 'object' && one !== null ? { ...one } : {}))
    : [];
}

export const configuredAuthority = ({ name, url, ca, policy }: WrittenAuthority): ConfiguredAuthority => ({
  name: name ?? nameOf(url) ?? 'authority',
  url,
  ...(ca === undefined ? {} : { ca }),
  ...(policy === undefined ? {} : { policy }),
});

/** The host, as a part of file names: an IPv6 address and an odd letter lose what no name may have. */
function nameOf(url: string): string | undefined {
  const host = URL.parse(url)
    ?.hostname.toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-');
  return host?.replace(/^[^a-z0-9]+/, '').slice(0, 60) || undefined;
}
