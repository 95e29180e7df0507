export { findSecrets, hideRange, hideSecrets, looksLikeSecret } from './looks-like-secret.ts';
export type { SecretRange } from './looks-like-secret.ts';
export { parseReference, referenceProblem } from './reference.ts';
export type { ReferenceProblem, SecretReference } from './reference.ts';
export { resolveCredential, resolveSecret } from './resolve.ts';
export type { KeyReferences } from './resolve.ts';
export type { ReadSecretFile, SecretResolver, SecretSources } from './resolver.ts';
export { resolvers } from './schemes/registry.ts';
export { secretFileReader } from './secret-file.ts';
