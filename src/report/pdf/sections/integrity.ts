import { amount, cellOr } from '../format.ts';
import { facts } from '../facts.ts';
import type { Flow } from '../layout.ts';
import { drawTable } from '../table.ts';
import { type } from '../theme.ts';
import { verifyCommands } from '../../verify-commands.ts';
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

function drawHowToVerify(flow: Flow): void {
  flow.heading('detail', 'How to check this with other people’s tools', 60);
  flow.paragraph(
    'In the folder of the sealed bag that holds bagit.txt. None of these needs a network or firebreak; seal/VERIFY.txt explains each and shows how to check the journal. With firebreak: firebreak verify, and the folder.',
    type.note,
  );
  drawTable(flow, {
    columns: [
      { title: 'What it shows', width: 50 },
      { title: 'Command', width: 50, face: 'mono' },
    ],
    rows: verifyCommands.map(({ what, command }) => [what, command]),
  });
}
