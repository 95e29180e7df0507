export { stepKinds } from './registry.ts';
export { whatLeaked } from './open-questions.ts';
export type { CaseWorld, Keyring, ReservedPlaces } from './world.ts';
