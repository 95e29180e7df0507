import { signatureFile, signedFile } from '../bag-layout.ts';
import { sealTokenName } from './seal-stamps.ts';
import { isStampedOutside, type ToldStamps } from './told.ts';

/** The part of seal/VERIFY.txt that tells how to check the tokens with `openssl ts`; empty without any. */
export function stampInstructions(stamps: ToldStamps, authorities: readonly string[]): string {
  const heads = stamps.received.map(headCommand);
  const seals = authorities.flatMap((authority) =>
    [signedFile, signatureFile].map((over) => sealCommand(over, authority)),
  );
  if (heads.length + seals.length === 0) return '';
  return `
7. ${stamps.isDrill ? 'A DRILL authority on the machine of the drill, which proves nothing, stamped the record.' : 'Outside authorities confirmed when the record existed (RFC 3161 time stamps).'}
   You need openssl 1.1.1 or later. Each command must print "Verification: OK".
${heads.length > 0 ? headsText(heads) : ''}${seals.length > 0 ? sealsText(seals) : ''}
   A .pem came with the bag, so it does not prove who the authority is: compare the fingerprint of its last
   certificate with that of the root that the authority publishes, for each .pem (FILE):

     # awk '/BEGIN/ { c = "" } { c = c $0 "\\n" } END { printf "%s", c }' FILE | openssl x509 -noout -subject -fingerprint -sha256
`;
}

const headsText = (commands: readonly string[]): string => `
   The head of the journal, which stands for everything before it, at the time that the token shows:

${commands.map((command) => `     ${command}\n`).join('')}`;

const sealsText = (commands: readonly string[]): string => `
   The sealed bag and its signature. A token that is not there was not given in time: the command then
   finds no file. Once a certificate has expired, add -attime and the token's time in seconds.

${commands.map((command) => `     ${command}\n`).join('')}`;

/** Takes the hash from the journal itself: line N is record N. The certificate counts at the token's time. */
function headCommand({ file, head, genTime }: ToldStamps['received'][number]): string {
  const path = `data/${file}`;
  const digest = `$(sed -n ${head.seq}p data/journal/journal.jsonl | sed 's/.*,"hash":"\\([0-9a-f]*\\)","prev":.*/\\1/')`;
  const seconds = Math.ceil(Date.parse(genTime) / 1000);
  return `openssl ts -verify -token_in -in ${path} -digest ${digest} -CAfile ${path.replace(/tst$/, 'pem')} -attime ${seconds}`;
}

function sealCommand(over: string, authority: string): string {
  const name = sealTokenName(over, authority);
  return `openssl ts -verify -token_in -in ${name}.tst -data ${over} -CAfile ${name}.pem`;
}

/** What the bag as a whole does not show: the last words of VERIFY.txt. */
export const whatIsNotShown = (stamps: ToldStamps): string =>
  isStampedOutside(stamps)
    ? `The authorities named above have confirmed that parts of this record existed at certain times, and that
nothing before them was changed since. That each time in it is right, between those, is the word of the
machine that wrote it. That its owner did not write what is later than the last of them anew before
sealing, only the tokens over the seal can show.
`
    : `No outside party has vouched for this bag. The checks show that nothing changed since it was sealed
with the key above. They do not show when that was: every time in it is the word of the machine that
wrote it. They do not show that its owner did not write the whole of it anew before sealing.
`;
