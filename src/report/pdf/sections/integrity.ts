import { amount, cellOr } from '../format.ts';
import { facts } from '../facts.ts';
import type { Flow } from '../layout.ts';
import { drawTable } from '../table.ts';
import { type } from '../theme.ts';
import type { Section } from './section.ts';

export const integrity: Section = {
  id: 'integrity',
  title: 'Integrity',
  extent: ({ integrity: { attestation } }) => attestation,
  draw: ({ integrity: record }, flow) => {
    facts(flow, [
      [
        'Journal',
        `${amount(String(record.journalRecords))} records, each holding the hash of the one before it`,
      ],
      ['Journal head (SHA-256)', { text: record.journalHead, face: 'mono' }],
      ['HTTP exchanges kept', amount(String(record.exchanges))],
      [
        'Redactions',
        `${amount(String(record.redactions))}, each made before the first byte was written; hashes are over the redacted bytes`,
      ],
      [
        'Signature key',
        record.signatureKey.known
          ? { text: record.signatureKey.value, face: 'mono' }
          : cellOr(record.signatureKey, String),
      ],
      ['Trusted time', cellOr(record.trustedTime, String)],
      ['Attestation', { text: record.attestation, face: 'bold' }],
    ]);
    drawHowToVerify(flow);
  },
};

const checks: readonly { readonly what: string; readonly command: string }[] = [
  {
    what: 'Every file of the bag is the one that was sealed',
    command: 'sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt',
  },
  {
    what: 'The seal is by the key printed above; get its fingerprint from the signer, not from the bag',
    command: 'ssh-keygen -Y verify, as written out in seal/VERIFY.txt',
  },
  {
    what: 'The time, where a timestamp authority gave one',
    command: 'openssl ts -verify, as written out in seal/VERIFY.txt',
  },
  {
    what: 'All of this, the journal’s chain and this report against the record',
    command: 'firebreak verify <bag>',
  },
];

function drawHowToVerify(flow: Flow): void {
  flow.heading('detail', 'How to check this without firebreak’s makers', 60);
  flow.paragraph(
    'In the folder of the sealed bag. None of these needs a network; the first three do not need firebreak.',
    type.note,
  );
  drawTable(flow, {
    columns: [
      { title: 'What it shows', width: 50 },
      { title: 'Command', width: 50, face: 'mono' },
    ],
    rows: checks.map(({ what, command }) => [what, command]),
  });
}
