import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.ts';
import { venues } from './venues.ts';

const load = (authorities: string) =>
  loadConfig(
    'firebreak.yaml',
    `accounts:
  - { id: main, venue: binance, task: screener, credentials: { apiKey: env:K, secret: env:S } }
${authorities}`,
    venues,
  ).timestampAuthorities;

describe('timestampAuthorities', () => {
  it('may be left out: then nobody is asked', () => expect(load('')).toEqual([]));

  it('are named by their host, unless a name is given', () => {
    const written = `timestampAuthorities:
  - url: http://timestamp.example/tsr
  - { url: "https://TSA.example:8080/", name: second, ca: roots/second.pem, policy: 1.2.3.4.1 }
`;
    expect(load(written)).toEqual([
      { name: 'timestamp.example', url: 'http://timestamp.example/tsr' },
      { name: 'second', url: 'https://TSA.example:8080/', ca: 'roots/second.pem', policy: '1.2.3.4.1' },
    ]);
  });

  it.each([
    ['ftp', '  - url: ftp://tsa.example/', /should be an http:\/\/ or https:\/\/ URL/],
    ['a password', '  - url: http://me:pw@tsa.example/', /without a password/],
    ['a path as a name', '  - { url: "http://tsa.example/", name: ../x }', /small letters/],
    ['a policy in words', '  - { url: "http://tsa.example/", policy: strict }', /object identifier/],
    ['an unknown field', '  - { url: "http://tsa.example/", cert: x.pem }', /cert/],
    ['an empty list', '  []', /at least one authority/],
    ['the same host twice', '  - url: http://tsa.example/a\n  - url: http://tsa.example/b', /there twice/],
  ])('refuse %s', (_, written, message) => {
    expect(() => load(`timestampAuthorities:\n${written}\n`)).toThrow(message);
  });
});
