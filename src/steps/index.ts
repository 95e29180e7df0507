export { stepKinds } from './registry.ts';
export { whatLeaked } from './open-case.ts';
export type { CaseWorld, Keyring } from './world.ts';
