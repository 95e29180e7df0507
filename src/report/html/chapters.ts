import type { Pictures } from '../attached-pictures.ts';
import type { Report, Subject } from '../model.ts';
import { capped } from '../spelled.ts';
import { tables } from '../tables/index.ts';
import { verifyCommands } from '../verify-commands.ts';
import { amount, count, duration, moment } from '../words.ts';
import { noPictureInCopy } from '../copy-notice.ts';
import { picturesOf } from './attached-pictures.ts';
import { inTurn, markup, passage, type Markup, type Passage } from './markup.ts';
import { moneyPictures } from './pictures.ts';
import { drawActions, drawGlossary, drawParticulars, laterTransfers } from './points.ts';
import { coveragePicture, exposurePicture } from './spans.ts';
import { tableOf } from './table.ts';

/** A part of the page that the contents list names. */
export interface Chapter {
  readonly id: string;
  readonly title: string;
  draw(report: Report, pictures: Pictures): Markup | Passage;
}

function drawMoney(report: Report): Passage {
  const { moneyLost } = report.verdict.numbers;
  const method = moneyLost.known
    ? markup`<p class="lead">
        Loss:
        <b
          >${moneyLost.value.atLeast === true && 'at least '}${amount(moneyLost.value.lost)}
          ${moneyLost.value.asset}</b
        >. ${capped(moneyLost.value.method, 1_500)}
      </p>`
    : markup`<p class="lead">Loss: unknown: ${capped(moneyLost.why, 600)}.</p>`;
  const none = noPictureInCopy('Pictures of loss, balances and fills against the market price');
  if (report.copy)
    return passage`${method}<p class="none">${none}</p>${tableOf(tables.loss, report)}${tableOf(tables.fillsNotOurs, report)}`;
  const accounts = inTurn(
    report.accounts.entries(),
    ([n, account]) =>
      passage`${report.accounts.length > 1 && markup`<h3>Account ${capped(account.account, 60)}</h3>`}${moneyPictures(account, n)}`,
  );
  return passage`${method}${accounts}${tableOf(tables.loss, report)}${tableOf(tables.fillsNotOurs, report)}`;
}

function drawKeys(report: Report): Passage {
  return passage`${exposurePicture(report)}${report.subjects.map(keyFacts)}${tableOf(tables.scopeChecks, report)}`;
}

function keyFacts({ account, deathProof }: Subject): Markup {
  const proof = deathProof.known ? deathProof.value : undefined;
  const verdict = proof
    ? `${proof.verdict.replace('-', ' ')}: ${proof.why}`
    : `not proven dead: ${deathProof.known ? '' : deathProof.why}`;
  const probes = proof?.probes.map(
    ({ at, role, says, httpStatus, venueCode, egress }) =>
      markup`<tr>
        <th scope="row" class="time">${moment(at)}</th>
        <td>${role.replace('-', ' ')}</td>
        <td>${says.replaceAll('-', ' ')}</td>
        <td class="number">${httpStatus ?? '—'}</td>
        <td class="code">${venueCode ?? '—'}</td>
        <td class="code">${egress}</td>
      </tr>`,
  );
  return markup`<h3>
      ${capped(account.keyLabel, 60)} at ${capped(account.venueName, 60)}
      <span class="code quiet">${account.keyId}</span>
    </h3>
    <p><b>Proof of death.</b> ${capped(verdict, 600)}</p>
    ${
      probes &&
      probes.length > 0 &&
      markup`<figure class="table">
        <div class="scroll" role="region" aria-label="Probes" tabindex="0">
          <table data-filter="no">
            <caption>
              Probes
              <span class="quiet">${count(probes.length, 'probe')}</span>
            </caption>
            <thead>
              <tr>
                <th scope="col">Time (UTC, host)</th>
                <th scope="col">Probe</th>
                <th scope="col">What the answer says</th>
                <th scope="col" data-kind="count">HTTP</th>
                <th scope="col">Venue code</th>
                <th scope="col">From address</th>
              </tr>
            </thead>
            <tbody>
              ${probes}
            </tbody>
          </table>
        </div>
      </figure>`
    }`;
}

const drawCoverage = (report: Report): Markup | Passage =>
  report.accounts.length === 0
    ? markup`<p class="none">Unknown: no account was read.</p>`
    : passage`<p class="lead">“None” is said only over an interval that was proven read.</p>
        ${inTurn(report.accounts.entries(), ([n, account]) => coveragePicture(report, account, n))}`;

const lists = [
  tables.balances,
  tables.openOrders,
  tables.ordersCancelled,
  tables.withdrawals,
  tables.withdrawalAddresses,
  tables.deposits,
  tables.trades,
];

const drawLists = (report: Report): Passage =>
  inTurn(
    lists,
    (table) =>
      passage`<h3>${table.title}</h3>
        <p class="quiet">${table.about} ${capped(table.none(report), 1_200)}</p>
        ${table.rows(report).length > 0 && tableOf(table, report)}`,
  );

const durations = ({ verdict: { metrics } }: Report): Markup =>
  metrics.length === 0
    ? markup``
    : markup`<dl class="facts">
        ${metrics.map(
          ({ name, ms }) =>
            markup`<div>
              <dt>${name}</dt>
              <dd>${ms.known ? duration(ms.value) : `unknown: ${ms.why}`}</dd>
            </div>`,
        )}
      </dl>`;

function drawIntegrity(report: Report): Passage {
  const { integrity } = report;
  return passage`<dl class="facts">
      <div>
        <dt>Journal</dt>
        <dd>
          ${amount(String(integrity.journalRecords))} records, each holding the hash of the one before it
        </dd>
      </div>
      <div>
        <dt>HTTP exchanges kept</dt>
        <dd>${amount(String(integrity.exchanges))}</dd>
      </div>
      <div>
        <dt>Redactions</dt>
        <dd>${amount(String(integrity.redactions))}, each made before the first byte was written</dd>
      </div>
    </dl>
    <p>
      In the folder of the sealed bag that holds bagit.txt. None of these needs a network or firebreak;
      seal/VERIFY.txt explains each and shows how to check the journal.
    </p>
    <ol class="commands">
      ${verifyCommands.map(
        ({ what, command }) =>
          markup`<li>
            ${what}
            <pre tabindex="0"><code>${command}</code></pre>
          </li>`,
      )}
    </ol>
    ${tableOf(tables.clocks, report)}`;
}

const drawLimits = ({ limitations }: Report): Markup =>
  markup`${
    limitations.length === 0
      ? markup`<p class="none">None stated.</p>`
      : markup`<ul>
            ${limitations.map((text) => markup`<li>${capped(text, 800)}</li>`)}
          </ul>`
  }
    <dl class="facts wide">
      <div>
        <dt>Basis</dt>
        <dd>
          Fact: the record shows it. Inference: it follows from facts by a rule that is named. Assumption:
          plausible, not shown.
        </dd>
      </div>
      <div>
        <dt>None, unknown</dt>
        <dd>
          “None” is said only where a well-formed answer was read over the interval given. What was not read,
          not answered or not understood is “unknown” and says why; unknown never means no.
        </dd>
      </div>
      <div>
        <dt>Ids</dt>
        <dd>EX: an exhibit. FD: a finding. J: a record of the journal, by its number.</dd>
      </div>
      <div>
        <dt>Strings from outside</dt>
        <dd>
          Printed as data. Invisible, direction-changing or unusual characters are spelled out by code point,
          as in \\u{202e}; long text is cut and says by how much. The whole of it is in report.json.
        </dd>
      </div>
    </dl>`;

/** Confidence goes by the basis alone: once said above, it need not be said in each row. */
const drawFindings = (report: Report): Passage =>
  passage`<p class="lead">
      Confidence goes by the basis alone: high where what the venue answered shows it (fact), medium where it
      follows by a rule (inference), low where it rests on the word of a person (assumption).
    </p>
    ${tableOf(tables.findings, report, { without: ['confidence_because', 'rule'] })}`;

/** Every chapter after the first page, in order. */
export const chapters: readonly Chapter[] = [
  { id: 'money', title: 'Money', draw: drawMoney },
  { id: 'keys', title: 'Keys', draw: drawKeys },
  { id: 'actions', title: 'Actions on the account', draw: drawActions },
  { id: 'findings', title: 'Findings', draw: drawFindings },
  {
    id: 'gaps',
    title: 'Gaps and errors',
    draw: (report) =>
      passage`<p class="lead">${tables.gaps.about}</p>
        ${tableOf(tables.gaps, report)}`,
  },
  {
    id: 'recommendations',
    title: 'Recommendations',
    draw: (report) =>
      passage`<p class="lead">${tables.recommendations.about}</p>
        ${report.actionItems === undefined && markup`<p class="none">${tables.actionItems.none(report)}</p>`}
        ${tableOf(tables.recommendations, report)}`,
  },
  {
    id: 'state',
    title: 'State before and after',
    draw: (report) =>
      passage`<p class="lead">${tables.state.about}</p>
        ${tableOf(tables.state, report)}`,
  },
  { id: 'read', title: 'What was read', draw: drawCoverage },
  { id: 'events', title: 'Timeline, entry by entry', draw: (report) => tableOf(tables.timeline, report) },
  { id: 'account', title: 'State of the accounts', draw: drawLists },
  {
    id: 'steps',
    title: 'Steps and decisions',
    draw: (report) =>
      passage`${durations(report)}${inTurn([tables.steps, tables.decisions, tables.notes, tables.actionItems], (table) => tableOf(table, report))}`,
  },
  {
    id: 'exhibits',
    title: 'Exhibits',
    draw: (report, pictures) => passage`${tableOf(tables.exhibits, report)}${picturesOf(report, pictures)}`,
  },
  {
    id: 'acquisitions',
    title: 'How each exhibit was read',
    draw: (report) =>
      passage`<p class="lead">${tables.acquisitions.about}</p>
        ${tableOf(tables.acquisitions, report, { without: ['where', 'venue'] })}`,
  },
  {
    id: 'custody',
    title: 'Chain of custody',
    draw: (report) => passage`${tableOf(tables.custody, report)}${laterTransfers()}`,
  },
  { id: 'integrity', title: 'Integrity, and how to check it', draw: drawIntegrity },
  { id: 'about', title: 'Report, people, scope, environment', draw: drawParticulars },
  { id: 'limits', title: 'Limits and how to read this', draw: drawLimits },
  { id: 'glossary', title: 'Glossary', draw: drawGlossary },
];
