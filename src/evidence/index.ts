export { EvidenceError } from './evidence-error.ts';
export { canonicalJson, sha256Hex } from './canonical.ts';
export { readJournal } from './journal-chain.ts';
export { createJournal, openJournal, type Journal } from './journal.ts';
export { createRedactor, type Redactor } from './redaction.ts';
export { inThread } from './in-thread.ts';
export { makePrivateFolder, replaceFile, writeNewFile } from './durable-files.ts';
export { keepSalt } from './salt.ts';
export { openWarc, type OpenedWarc, type Warc } from './warc.ts';
export { openExhibits, type Exhibits, type FileDraft } from './exhibits.ts';
export { claimsOf, mediaTypeOf } from './media-type.ts';
export { parseExhibit } from './rows-document.ts';
export { sealBag, type SealedBag } from './bag.ts';
export { collectCaseFiles } from './bag-source.ts';
export { createSigningKey, encryptSigningKey, isEncryptedKey, loadSigningKey, type Signer } from './sign.ts';
export { parseSshPublicKey, type SshPublicKey } from './ssh-key.ts';
export {
  verifySshSignature,
  signatureNamespace,
  trialNamespace,
  type SignatureNamespace,
} from './ssh-signature.ts';
export { countersignBag, isCountersigner, type Countersignature } from './after-seal/countersign.ts';
export { handOverBag, type HandingOver } from './after-seal/hand-over.ts';
export type { HandOver } from './after-seal/hand-over-log.ts';
export { searchAttached } from './attached-file.ts';
export { custodyOfSealing, custodyOfTakingBack, isSealing, takenBackIn } from './custody.ts';
export { scanForSecrets, type SecretScan } from './canary.ts';
export type { ScanLimits } from './secret-scan/texts.ts';
export { verifyBag, type Check, type Verification } from './verify.ts';
export { askNetworkTime, NoNetworkTime, type TimeServer } from './network-time.ts';
export { shareStrict, type CopiedRecord, type Sharing } from './share/share-bag.ts';
export { rootOfFirstBag, whatHoldsForACopy } from './share/what-a-copy-is.ts';
export { createPseudonyms, type Pseudonyms } from './share/pseudonyms.ts';
export { stringIn as shareText } from './share/pseudonymise.ts';
export { sentenceKeys } from './share/share-rules.ts';
export { shareUrl } from './share/share-url.ts';
export {
  packBag,
  refuseTakenParcel,
  recipientProblem,
  recipientsProblem,
  type Lock,
  type Packed,
} from './transport/pack.ts';
export { lockCase } from './case-lock.ts';
export {
  CertificateRefusal,
  checkSignedDocument,
  oneLine,
  readSigningIdentity,
  SignatureRefusal,
  signatureToRedraw,
  signDocument,
  type DocumentSignature,
  type SignatureCode,
  type SigningIdentity,
} from './document-signature/index.ts';
export {
  askWithin,
  createStamper,
  isDrillName,
  isOfLaterStamp,
  lateFromMs,
  readRoots,
  rootsOfNode,
  stampSeal,
  TimestampRefusal,
  type Authorities,
  type Post,
  type ProvenTime,
  type Roots,
  type SealStamp,
  type Stamper,
  type TimeGap,
  type TimestampAuthority,
} from './trusted-time/index.ts';
