export { EvidenceError, type EvidenceErrorCode } from './evidence-error.ts';
export { canonicalJson, sha256Hex } from './canonical.ts';
export { readJournal, type JournalHead, type JournalReading } from './journal-chain.ts';
export { createJournal, openJournal, type Journal, type OpenedJournal } from './journal.ts';
export type { TornTail } from './torn-tail.ts';
export type { Disk } from './append-file.ts';
export { createRedactor, type RedactedExchange, type Redactor } from './redaction.ts';
export type { Redaction } from './redaction-marker.ts';
export { keepSalt } from './salt.ts';
export { openWarc, type OpenedWarc, type Warc, type WarcPlace } from './warc.ts';
export { openExhibits, type Acquisition, type Exhibits, type SetAside } from './exhibits.ts';
export { sealBag, type SealedBag, type Sealing } from './bag.ts';
export { collectCaseFiles, type SourceFile } from './bag-source.ts';
export { createSigningKey, loadSigningKey, type Signer } from './sign.ts';
export { verifySshSignature, type SignatureCheck } from './ssh-signature.ts';
export { scanForSecrets, type Leak } from './canary.ts';
export { verifyBag, type Check, type Verification } from './verify.ts';
export {
  custodyOfAccess,
  custodyOfExhibit,
  custodyOfHandover,
  custodyOfSealing,
  itemOfBag,
  type By,
} from './custody.ts';
export { lockCase, type Lock } from './case-lock.ts';
