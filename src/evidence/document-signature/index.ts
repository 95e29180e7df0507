export { CertificateRefusal, type CertificateCode } from './refusal.ts';
export { signDocument, type StampDigest } from './sign-document.ts';
export { readSigningIdentity, type SigningIdentity } from './signing-identity.ts';
