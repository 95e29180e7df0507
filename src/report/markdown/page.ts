import { glossary as words } from '../glossary.ts';
import { keyMoments } from '../charts/key-moments.ts';
import { fiveNumbers, verdictWords } from '../five-numbers.ts';
import { copyNotice, copyTitle } from '../copy-notice.ts';
import type { Report } from '../model.ts';
import { tables } from '../tables/index.ts';
import { verifyCommands } from '../verify-commands.ts';
import { amount, isoOf, moment } from '../words.ts';
import { attached } from './attached-files.ts';
import { tableOf } from './table.ts';
import { code, ids, text } from './text.ts';

/**
 * The report for an issue tracker, in GitHub-flavoured Markdown: what a reader needs who has only this, with the
 * ids that each statement rests on. Text from outside is escaped; tables are cut and say so.
 */
export function renderMarkdown(report: Report): string {
  const parts = [
    head(report),
    chapter('Summary', summary(report)),
    chapter('Gaps and errors', tableOf(tables.gaps, report, ['what', 'why', 'rests_on'])),
    chapter(
      'Findings',
      tableOf(tables.findings, report, [
        'id',
        'severity',
        'title',
        'basis',
        'confidence',
        'otherwise',
        'account',
        'exhibits',
      ]),
    ),
    chapter('Loss', loss(report)),
    chapter(
      'Actions on the account',
      tableOf(tables.actions, report, [
        'time_utc',
        'account',
        'what',
        'target',
        'by',
        'result',
        'verification',
        'id',
      ]),
    ),
    chapter('Timeline', tableOf(tables.timeline, report, ['time_utc', 'lane', 'what', 'clock', 'rests_on'])),
    chapter('What is left to do', tableOf(tables.actionItems, report, ['what', 'who', 'until'])),
    chapter(
      'Recommendations',
      tableOf(tables.recommendations, report, [
        'id',
        'what',
        'because',
        'priority',
        'owner',
        'due',
        'status',
        'rests_on',
      ]),
    ),
    chapter(
      'State before and after',
      tableOf(tables.state, report, [
        'account',
        'what',
        'before',
        'before_utc',
        'after',
        'after_utc',
        'exhibits',
      ]),
    ),
    chapter(
      'How each exhibit was read',
      tableOf(tables.acquisitions, report, [
        'exhibit',
        'capability',
        'read_with',
        'requests',
        'failed',
        'rows',
        'completeness',
      ]),
    ),
    chapter(
      'Chain of custody',
      tableOf(tables.custody, report, ['time_utc', 'item', 'action', 'by', 'reason']),
    ),
    chapter('Limitations', limitations(report)),
    chapter(
      'The report, point by point',
      tableOf(tables.particulars, report, ['topic', 'what', 'value', 'rests_on']),
    ),
    ...attached(report),
    chapter('How to verify', verify(report)),
    chapter('Glossary', words.map(([word, meaning]) => `- **${word}**: ${text(meaning)}`).join('\n')),
  ];
  return `${parts.join('\n\n')}\n`;
}

const chapter = (title: string, body: string): string => `## ${title}\n\n${body}`;

function head(report: Report): string {
  const { identification: id, verdict } = report;
  const drill = id.mode === 'drill';
  const numbers = fiveNumbers(verdict);
  const moments = keyMoments(report)
    .toSorted((a, b) => a.at - b.at)
    .map(({ label, at }) => `${label} ${text(moment(isoOf(at)).slice(0, 19))}`);
  const notice = copyNotice(report);
  return [
    ...(notice === undefined ? [] : [`> **${copyTitle}.** ${text(notice)}`, '']),
    `# ${notice === undefined ? '' : 'COPY, '}${drill ? 'DRILL: ' : ''}${text(id.title, 160)}`,
    '',
    `**${verdictWords[verdict.is]}**: ${text(verdict.because, 1_000)}`,
    '',
    `| ${numbers.map(({ label }) => label).join(' | ')} |`,
    `| ${numbers.map(() => '---').join(' | ')} |`,
    `| ${numbers.map(({ figure }) => `**${text(figure)}**`).join(' | ')} |`,
    `| ${numbers.map(({ under }) => text(under, 300)).join(' | ')} |`,
    '',
    `Case ${code(id.caseId)}, ${id.status}, TLP:${id.tlp}; record as of ${text(moment(id.asOf))} UTC, by the host’s clock. ${drill ? 'A drill on simulated venues: no real account, key or fund was touched.' : ''}`.trimEnd(),
    '',
    `UTC, by the host’s clock: ${moments.join('; ')}.`,
  ].join('\n');
}

function summary({ summary: sentences }: Report): string {
  if (sentences.length === 0) return 'None: the record holds nothing to summarise.';
  return sentences
    .map(({ text: words, basis, restsOn }) => `- ${text(words, 1_500)} *(${basis}: ${ids(restsOn)})*`)
    .join('\n');
}

const limitations = ({ limitations: all }: Report): string =>
  all.length === 0 ? 'None stated.' : all.map((one) => `- ${text(one, 800)}`).join('\n');

function loss(report: Report): string {
  const { moneyLost } = report.verdict.numbers;
  const said = moneyLost.known
    ? `**${moneyLost.value.atLeast ? 'At least ' : ''}${text(amount(moneyLost.value.lost))} ${text(moneyLost.value.asset)}**: ${text(moneyLost.value.method, 1_500)}`
    : `Unknown: ${text(moneyLost.why)}`;
  const names = [
    'account',
    'symbol',
    'fills',
    'bought',
    'sold',
    'fees',
    'loss',
    'asset',
    'first_utc',
    'last_utc',
  ];
  return `${said}\n\n${tableOf(tables.loss, report, names)}`;
}

function verify({ integrity }: Report): string {
  const key = integrity.signatureKey;
  return [
    `Journal head (SHA-256) after ${amount(String(integrity.journalRecords))} records: ${code(integrity.journalHead)}`,
    `Signature key: ${key.known ? code(key.value) : `none: ${text(key.why)}`}`,
    `Attestation: **${text(integrity.attestation)}**; ${integrity.trustedTime.known ? `trusted time: ${text(integrity.trustedTime.value)}` : `no trusted time: ${text(integrity.trustedTime.why)}`}`,
    `In the folder of the sealed bag that holds \`bagit.txt\`; none of these needs a network or firebreak:`,
    ...verifyCommands.map(({ what, command }) => `${what}\n\n\`\`\`sh\n${command}\n\`\`\``),
  ].join('\n\n');
}
