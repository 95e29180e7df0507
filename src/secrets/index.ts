export { findSecrets, hideRange, hideSecrets, looksLikeSecret } from './looks-like-secret.ts';
export type { SecretRange } from './looks-like-secret.ts';
export { referenceProblem } from './reference.ts';
export { resolveCredential, resolvePassphrase, resolveSecret } from './resolve.ts';
export type { KeyReferences } from './resolve.ts';
export type { SecretSources } from './resolver.ts';
export { secretFileReader } from './secret-file.ts';
export { secretFileMaker } from './secret-place.ts';
export type { SecretPlace } from './secret-place.ts';
