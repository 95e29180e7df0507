import { fileURLToPath } from 'node:url';

/** reports/sample and the page that speaks of it. */
export const sampleFolder = fileURLToPath(new URL('../../reports/sample', import.meta.url));
export const sampleReadme = fileURLToPath(new URL('../../reports/README.md', import.meta.url));

/** What the sample says of the machine that it was made on: a published record names nobody's. */
export const sampleMachine = { os: 'linux', host: 'sample-host', user: 'sample' } as const;

/** As `ssh-keygen -l` prints the fingerprint of an Ed25519 key. */
export const fingerprints = /SHA256:[A-Za-z0-9+/]{43}/g;
