import {
  allowedSignersFile,
  anchored,
  labels,
  principal,
  selfAttested,
  signatureFile,
  signedFile,
  stampsVerifierFile,
  verifierFile,
} from './bag-layout.ts';
import { emptyJournal } from './journal-chain.ts';
import { countersignatureNamespace, handOverNamespace, signatureNamespace } from './ssh-signature.ts';
import {
  isStampedOutside,
  stampInstructions,
  whatIsNotShown,
  noStamps,
  type ToldStamps,
} from './trusted-time/index.ts';

/** Takes its own hash out of a record's line: what remains is what was hashed. */
const withoutHash = String.raw`sed 's/\(.*\),"hash":"[0-9a-f]*","prev":/\1,"prev":/'`;

/** Follows the chain with a shell: works out each line's hash, and compares the end of the line with what must stand there. */
const everyLine = [
  `n=0; p=${emptyJournal.hash};`,
  'while IFS= read -r l; do n=$((n+1));',
  `h=$( (echo firebreak-journal/v1; printf '%s\\n' "$l" | ${withoutHash} | tr -d '\\n') | sha256sum | cut -c1-64);`,
  String.raw`case "$l" in *",\"hash\":\"$h\",\"prev\":\"$p\",\"seq\":$n}") p=$h;; *) echo "BROKEN at line $n"; break;; esac;`,
  `done < data/journal/journal.jsonl; echo "$n $p"`,
].join(' ');

/** By the lines and not by the signatures that are there: a line without one, which anybody can add, must show. */
const everyHandOver = [
  'n=0; test ! -e seal/handover.jsonl || while IFS= read -r l || test -n "$l"; do n=$((n+1));',
  'head -n $n seal/handover.jsonl | ssh-keygen -Y verify -f seal/handover.$n.allowed_signers',
  `-I handover -n ${handOverNamespace} -s seal/handover.$n.sig; done < seal/handover.jsonl`,
].join(' ');

/** In bytes, so that no language of the machine widens a range or passes over what is no text in it. */
const oddNames = "LC_ALL=C find . -name '*[!A-Za-z0-9._-]*'";

/** What stands outside the tag manifest, as grep -E takes it: see isListedTagFile. */
const unlisted = String.raw`^(data/.*|tagmanifest-sha(256|512)\.txt|seal/(tagmanifest-sha256\.txt\.sig|(tagmanifest|signature)\.[a-z0-9.-]+\.(tst|pem)|countersign\.[A-Za-z0-9._-]+\.(sig|allowed_signers)|handover\.(jsonl|[0-9]+\.(sig|allowed_signers))))$`;

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
say what belongs to it. Run these commands in the folder that holds bagit.txt, each as one line. This text came with
the bag: whoever made the one could have made the other, so read a command before you run it. You need:

   Debian, Ubuntu   sha256sum, sha512sum, find: always there; apt install openssh-client openssl
   macOS            for sha256sum write shasum -a 256, for sha512sum shasum -a 512; for openssl the one of
                    Homebrew (brew install openssl): Apple's own, LibreSSL, may not know -attime
   Windows          Git Bash, which comes with Git for Windows, has all of them. Unpack the bag with tar, and
                    let no program turn its line ends: they count

   If Finder or Explorer showed you the folder, they may have put .DS_Store, Thumbs.db or desktop.ini into it:
   step 2 names them. They are not of the bag; work on a copy without them.

1. Nothing was altered or removed. Each command must print nothing:

     sha256sum --check --strict --quiet tagmanifest-sha256.txt
     sha512sum --check --strict --quiet tagmanifest-sha512.txt
     sha256sum --check --strict --quiet manifest-sha256.txt
     sha512sum --check --strict --quiet manifest-sha512.txt

2. Nothing was added or linked in from elsewhere. Each command must print nothing. The first is for the others: a
   name with a line end in it could hide another file from them. The third leaves out what no list can name, because
   it was made after the lists: signatures, time stamps, the log of hand-overs. Step 6 looks at each of these.

     ${oddNames}
     (find data ! -type d; cut -c67- manifest-sha256.txt) | LC_ALL=C sort | uniq -u
     (find . ! -type d | cut -c3- | grep -Ev '${unlisted}'; cut -c67- ${signedFile}) | LC_ALL=C sort | uniq -u
     find . ! -type d ! -type f
     find . -type d -empty

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
   line without its "hash" field. This prints the hash of line 1, which must be the one in it:

     (echo firebreak-journal/v1; sed -n 1p data/journal/journal.jsonl | ${withoutHash} | tr -d '\\n') | sha256sum

   All lines, about a hundred a second. What it prints last must be what bag-info.txt says, which is printed
   below it: the number of the last line, and its hash.

     ${everyLine}
     grep ^${labels.journalHead}: bag-info.txt

   Exhibits and HTTP records are named in the journal with their SHA-256. HTTP records are WARC/1.1 in
   data/http/exchanges.warc.gz (zcat reads it); "offset" and "length" count compressed bytes, of which this
   prints the hash (with the two numbers, the first plus one):

     # tail -c +OFFSET_PLUS_ONE data/http/exchanges.warc.gz | head -c LENGTH | sha256sum

   Secrets were replaced by [REDACTED:...] before anything was written, so all hashes are of redacted bytes.

6. All of it at once, with what the journal says of exhibits and HTTP records; and all time stamps, which the first
   command calls "not checked" and the second checks. Two files, each of which needs Node 18 or later and nothing
   else, on Windows and macOS too, and neither of which loads the other. They came with the bag: read them first (each
   is meant to be read in one sitting), or take them from the program's source. Neither may say "FAILED"; where the
   bag has no time stamps, the second says "no stamps":

     node ${verifierFile} .
     node ${stampsVerifierFile} .
${stampInstructions(stamps, authorities)}
ADDED AFTER SEALING. A second person's signature over the same list, and a log of who handed the bag to whom,
   may lie in seal/. No list of files names them: each is signed by itself. The first command prints "Good" for each
   second signature, the second for each line of the log, and neither anything else. A name is who it says it is only
   if the fingerprint is one that you know: nobody signed it, and whoever had the bag could write another there.

     for s in seal/countersign.*.sig; do test -e "$s" || continue; p=\${s#seal/countersign.}; ssh-keygen -Y verify -f "\${s%.sig}.allowed_signers" -I "\${p%.sig}" -n ${countersignatureNamespace} -s "$s" < ${signedFile}; done
     ${everyHandOver}

   Each line of seal/handover.jsonl is a hand-over: from, to, why, and what a check of every file gave then. "prev"
   of the first is the SHA-256 of ${signedFile}; hashes are as in step 5, with "firebreak-handover/v1". Lines
   that were cut off the end leave no trace: compare the last "hash" with the one that you were told at the hand-over.
   A second signature that was taken away with its allowed_signers leaves none either: ask who signed.
${seal.derived ?? ''}
WHAT THIS DOES NOT SHOW: ${isStampedOutside(stamps) ? anchored : selfAttested}

${whatIsNotShown(stamps)}`;
}
