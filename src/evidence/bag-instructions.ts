import {
  allowedSignersFile,
  anchored,
  principal,
  selfAttested,
  signatureFile,
  signedFile,
  verifierFile,
} from './bag-layout.ts';
import { countersignatureNamespace, handOverNamespace, signatureNamespace } from './ssh-signature.ts';
import {
  isStampedOutside,
  stampInstructions,
  whatIsNotShown,
  noStamps,
  type ToldStamps,
} from './trusted-time/index.ts';

/** seal/VERIFY.txt: how a stranger checks the bag with tools that most machines already have. */
export function verifyInstructions(seal: {
  readonly fingerprint: string;
  readonly caseId?: string;
  /** What the journal says of tokens over its heads. */
  readonly stamps?: ToldStamps;
  /** What this bag is when it is no original, a paragraph. */
  readonly derived?: string;
  /** Names of those who are asked to stamp the seal. */
  readonly authorities?: readonly string[];
}): string {
  const { stamps = noStamps, authorities = [] } = seal;
  return `HOW TO CHECK THIS BAG WITHOUT FIREBREAK

This folder is a BagIt 1.0 bag (RFC 8493)${seal.caseId ? ` of case ${seal.caseId}` : ''}. data/ holds the evidence; the other files
say what belongs to it. Run these commands in the folder that holds bagit.txt. You need sha256sum and
sha512sum (coreutils) and ssh-keygen (OpenSSH 8.1 or later).

1. Nothing was altered or removed. Each command must end without "FAILED":

     sha256sum --check --strict --quiet tagmanifest-sha256.txt
     sha512sum --check --strict --quiet tagmanifest-sha512.txt
     sha256sum --check --strict --quiet manifest-sha256.txt
     sha512sum --check --strict --quiet manifest-sha512.txt

2. Nothing was added or linked in from elsewhere. Each command must print nothing:

     (find data ! -type d; cut -c67- manifest-sha256.txt) | LC_ALL=C sort | uniq -u
     find . ! -type d ! -type f

3. The list of files was signed. The command must print "Good":

     ssh-keygen -Y verify -f ${allowedSignersFile} -I ${principal} -n ${signatureNamespace} -s ${signatureFile} < ${signedFile}

4. The key is the right one. ${allowedSignersFile} came with the bag, so it proves nothing about who signed.
   Print the fingerprint of the key in it:

     cut -d' ' -f3- ${allowedSignersFile} | ssh-keygen -l -f -

   It must read

     ${seal.fingerprint}

   and that must be the fingerprint you were given by another way than this bag: by telephone, on
   paper, or from the report that the operator handed over at the time.

5. The journal is whole. Each line of data/journal/journal.jsonl names the hash of the line before it
   ("prev") and its own ("hash"): SHA-256 over the text "firebreak-journal/v1", a line feed, and the
   line without its "hash" field. For line 1, say:

     (echo firebreak-journal/v1; sed -n 1p data/journal/journal.jsonl | sed 's/\\(.*\\),"hash":"[0-9a-f]*","prev":/\\1,"prev":/' | tr -d '\\n') | sha256sum

   Exhibits and HTTP records are named in the journal with their SHA-256. HTTP records are WARC/1.1 in
   data/http/exchanges.warc.gz (zcat reads it); "offset" and "length" count compressed bytes. Secrets
   were replaced by [REDACTED:...] before anything was written, so all hashes are of redacted bytes.

6. All of it at once, and what the journal says of exhibits and HTTP records. ${verifierFile} is one file
   that needs Node 18 or later and nothing else. It came with the bag: read it first (it is meant to be
   read in one sitting), or take it from the program's source. The command must end without "FAILED":

     node ${verifierFile} .
${stampInstructions(stamps, authorities)}
ADDED AFTER SEALING. A second person's signature over the same list, and a log of who handed the bag to whom,
   may lie in seal/. No list of files names them: each is signed by itself. Both commands print "Good" for each
   and nothing else; the name is who it says it is only if the fingerprint is one that you know:

     for s in seal/countersign.*.sig; do test -e "$s" || continue; p=\${s#seal/countersign.}; ssh-keygen -Y verify -f "\${s%.sig}.allowed_signers" -I "\${p%.sig}" -n ${countersignatureNamespace} -s "$s" < ${signedFile}; done
     for s in seal/handover.*.sig; do test -e "$s" || continue; n=\${s#seal/handover.}; head -n "\${n%.sig}" seal/handover.jsonl | ssh-keygen -Y verify -f "\${s%.sig}.allowed_signers" -I handover -n ${handOverNamespace} -s "$s"; done

   Each line of seal/handover.jsonl is a hand-over: from, to, why, and what a check of every file gave then. "prev"
   of the first is the SHA-256 of ${signedFile}; hashes are as in step 5, with "firebreak-handover/v1". Lines that
   were cut off the end leave no trace: compare the last "hash" with the one that you were told at the hand-over.
${seal.derived ?? ''}
WHAT THIS DOES NOT SHOW: ${isStampedOutside(stamps) ? anchored : selfAttested}

${whatIsNotShown(stamps)}`;
}
