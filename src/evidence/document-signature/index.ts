export { checkSignedDocument, oneLine, signatureToRedraw, type DocumentSignature } from './check-document.ts';
export { CertificateRefusal, type CertificateCode } from './refusal.ts';
export { signDocument, type StampDigest } from './sign-document.ts';
export { SignatureRefusal, type SignatureCode } from './signature-refusal.ts';
export { readSigningIdentity, type SigningIdentity } from './signing-identity.ts';
