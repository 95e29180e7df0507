import { isIP } from 'node:net';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { permissionScopes } from '../domain/api-key.ts';
import { tasks } from '../domain/task.ts';
import type { VenueFacts } from './config.ts';

/** The names under which an account has keys in firebreak.yaml. */
export const keyNames = ['credentials', 'responder', 'manager', 'replacement'] as const;

// These texts go into the record and onto screens: nothing in them may act there.
const isPlain = (text: string): boolean => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);
const text = z
  .string()
  .min(1, 'some text')
  .max(200, 'at most 200 characters')
  .refine(isPlain, 'text without control or invisible characters');

const accountId = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/,
    'letters, digits, ".", "_" and "-", at most 40, not starting with a mark',
  );

const day = z
  .string()
  .refine(
    (value) => /^\d{4}-\d\d-\d\d/.test(value) && DateTime.fromISO(value).isValid,
    'a date such as 2026-11-21',
  );

const address = z.string().refine(isAddress, 'an IP address or range, such as 203.0.113.7 or 203.0.113.0/29');

function isAddress(value: string): boolean {
  const [host = '', prefix, ...rest] = value.split('/');
  const version = isIP(host);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

const decimal = z.union([z.number().nonnegative(), z.string().regex(/^\d{1,15}(\.\d{1,15})?$/)], {
  error: 'a number such as 2.5',
});

// What it may be is judged by the rules of src/secrets, without repeating what was found.
const reference = z.string().meta({
  description:
    'Where the secret lies: env:NAME, file:PATH (mode 0600) or prompt:LABEL. Never the secret itself.',
  pattern: '^(env|file|prompt):',
});

// More than these nobody reads in a message.
const idsAtMost = 20;

function venueId(venues: readonly VenueFacts[]) {
  const ids = venues.filter(({ closed }) => closed === undefined).map(({ id }) => id);
  if (ids.length <= idsAtMost) return z.enum(ids);
  return z.enum(ids, { error: `one of the ${ids.length} venues that \`firebreak venues\` names` });
}

/**
 * The shape of firebreak.yaml for these venues. Messages of rules complete "should be …". What
 * spans several places (ids used twice, parts that a venue's keys do not have) is in account-rules.ts.
 */
export function configSchema(venues: readonly VenueFacts[]) {
  const parts = [...new Set(venues.flatMap(({ credentialParts }) => credentialParts))];
  const key = z.strictObject({
    label: text.optional().meta({ description: 'What people call this key.' }),
    ...Object.fromEntries(parts.map((part) => [part, reference.optional()])),
  });
  const account = z.strictObject({
    id: accountId.meta({ description: 'A short name, used on the command line and in the record.' }),
    venue: venueId(venues).meta({ description: 'A ccxt id: see `firebreak venues`.' }),
    label: text.optional(),
    task: z.enum(tasks).meta({ description: 'The one task of the key.' }),
    created: day.optional(),
    lastRotated: day.optional(),
    expectedIpAllowlist: z.array(address).optional(),
    expectedScopes: z.array(z.enum(permissionScopes)).optional(),
    host: text
      .optional()
      .meta({ description: 'Where the key is used: every key of a taken host is in scope.' }),
    subAccountOf: accountId.optional().meta({ description: 'The id of the account above it.' }),
    dependents: z.array(text).optional().meta({ description: 'What goes blind when the key dies.' }),
    credentials: key,
    responder: key.optional(),
    manager: key.optional(),
    replacement: key.optional(),
    proxy: z
      .string()
      .optional()
      .meta({ description: 'http:// or socks5:// without a password, or a reference.' }),
    pattern: z
      .strictObject({
        clientOrderIdPrefixes: z.array(text).optional(),
        usualSymbols: z.array(text).optional().meta({ description: "The venue's own symbols: BTCUSDT." }),
        usualFillsPerMinute: decimal.optional(),
        schedule: text.optional(),
        size: text.optional(),
      })
      .optional(),
  });
  return z.strictObject({
    accounts: z.array(account).min(1, 'a list of at least one account'),
    ntp: timeServer.optional().meta({
      description: 'A time server to compare the clock of this machine with: a host, or host:port.',
    }),
    signing: signing
      .optional()
      .meta({ description: "Who signs the evidence bags; firebreak's own key when left out." }),
    report: report
      .optional()
      .meta({ description: 'Who answers for a case: printed in the report as written here.' }),
    timestampAuthorities: z
      .array(timestampAuthority)
      .min(1, 'a list of at least one authority')
      .max(4, 'a list of at most four authorities')
      .optional()
      .meta({
        description:
          'Who confirms the time of the record (RFC 3161). Two that have nothing to do with each other.',
      }),
  });
}

const timeServer = z
  .string()
  .regex(
    /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::[1-9]\d{0,4})?$/,
    'a host or an IPv4 address, with :port if it is not 123; an IPv6 address in brackets',
  )
  .refine((value) => portOf(value) <= 65_535, 'a port of at most 65535');

const portOf = (value: string): number => Number(/:(\d+)$/.exec(value)?.[1] ?? 123);

const pdfSigning = z
  .strictObject({
    certificate: text.meta({
      description: 'PKCS#12 file, or PEM file with the certificate and its chain, relative to this file.',
    }),
    key: reference.optional().meta({
      description: 'Where the private key (PEM) lies, if not in the same file: file:PATH. Never the key.',
      pattern: '^(env|file|prompt):',
    }),
    passphrase: reference.optional(),
  })
  .meta({ description: 'A certificate of your own that signs a copy of the report (PAdES).' });

const signing = z.strictObject({
  ssh: text.optional().meta({
    description:
      'An SSH key file or its .pub, relative to this file; the agent or a FIDO token may hold the other half.',
  }),
  passphrase: reference
    .optional()
    .meta({ description: 'A reference to the passphrase of the key, or to the PIN of the token.' }),
  pdf: pdfSigning.optional(),
});

const report = z.strictObject({
  organisation: text.optional().meta({ description: 'For whom the response is made.' }),
  contact: text.optional().meta({ description: 'How it is reached about a case.' }),
  reviewer: text.optional().meta({ description: 'Who reads the report over before it leaves.' }),
  authority: text.optional().meta({ description: 'On whose order, or by what right, the response is made.' }),
  outOfScope: z
    .array(text)
    .max(20, 'at most twenty')
    .optional()
    .meta({ description: 'What the report is not about.' }),
});

const timestampAuthority = z.strictObject({
  url: z
    .string()
    .refine(isPlainUrl, 'an http:// or https:// URL without a password')
    .meta({ description: 'http is enough: a token is signed. Only a digest is sent.' }),
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{0,59}$/, 'small letters, digits, "." and "-", at most 60')
    .optional()
    .meta({ description: "Part of file names; the URL's host if left out." }),
  ca: text.optional().meta({
    description:
      'PEM file with the root (and what stands between), relative to this file; else the roots of Node.',
  }),
  policy: z
    .string()
    .regex(/^[0-2](\.(0|[1-9]\d*)){1,30}$/, 'an object identifier such as 1.3.6.1.4.1.6449.2.1.1')
    .optional(),
});

function isPlainUrl(value: string): boolean {
  const url = URL.parse(value);
  const isHttp = url !== null && ['http:', 'https:'].includes(url.protocol) && url.hostname !== '';
  return isHttp && url.username === '' && url.password === '';
}

type WrittenConfig = z.infer<ReturnType<typeof configSchema>>;
export type WrittenAccount = WrittenConfig['accounts'][number];
export type WrittenAuthority = NonNullable<WrittenConfig['timestampAuthorities']>[number];
export type WrittenPdfSigning = z.infer<typeof pdfSigning>;
