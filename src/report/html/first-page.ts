import { copyNotice, copyTitle } from '../copy-notice.ts';
import type { Report, Sentence, Verdict } from '../model.ts';
import { keyMoments } from '../charts/key-moments.ts';
import { worstFirst } from '../severity.ts';
import { capped } from '../spelled.ts';
import { fiveNumbers, verdictWords } from '../five-numbers.ts';
import { count, isoOf, moment } from '../words.ts';
import { idList } from './ids.ts';
import { markup, passage, type Markup, type Passage } from './markup.ts';
import { timelinePicture } from './timeline.ts';

/** What is read when nothing else is: which case, what verdict and why, five numbers, when what happened. */
export const firstPage = (report: Report): Passage =>
  passage`${head(report)}
    <section class="verdict ${report.verdict.is}" aria-label="Verdict">
      ${sign(report.verdict.is)}
      <p class="word">${verdictWords[report.verdict.is]}</p>
      <p class="because">${capped(report.verdict.because, 1_000)}</p>
    </section>
    <dl class="numbers">
      ${fiveNumbers(report.verdict).map(
        ({ label, figure, under }) =>
          markup`<div>
            <dt>${label}</dt>
            <dd>
              <span class="figure${figure.length > 9 && ' long'}">${figure}</span
              ><span class="under">${capped(under, 300)}</span>
            </dd>
          </div>`,
      )}
    </dl>
    <section aria-labelledby="when">
      <h2 id="when" class="minor">What happened when <span class="quiet">UTC, host’s clock</span></h2>
      ${momentList(report)} ${timelinePicture(report)}
    </section>
    <section aria-labelledby="summary">
      <h2 id="summary">Summary</h2>
      ${sentences(report.summary)}
    </section>
    <div class="halves">${shortGaps(report)}${shortFindings(report)}</div>
    ${recognise(report)}`;

function head(report: Report): Markup {
  const { identification: id, copy } = report;
  const kindOfCase = id.mode === 'drill' ? 'Drill report' : 'Incident report';
  const kind = copy ? `${copyTitle}: ${kindOfCase.toLowerCase()}` : kindOfCase;
  const notice = copyNotice(report);
  const operator = id.operatorKind === 'person' ? id.operator : `${id.operator} (${id.operatorKind})`;
  return markup`<header class="title">
    <p class="kicker">${kind}, ${id.status}</p>
    <h1>${capped(id.title, 200)}</h1>
    ${notice !== undefined && markup`<p class="copy-notice">${notice}</p>`}
    <dl class="facts">
      <div>
        <dt>Case</dt>
        <dd class="code">${id.caseId}</dd>
      </div>
      <div>
        <dt>Opened (UTC, host)</dt>
        <dd>${moment(id.openedAt)}</dd>
      </div>
      <div>
        <dt>Record as of (UTC, host)</dt>
        <dd>${moment(id.asOf)}</dd>
      </div>
      <div>
        <dt>Operator</dt>
        <dd>${capped(operator, 120)}</dd>
      </div>
      <div>
        <dt>Playbook</dt>
        <dd>${id.playbook.id} ${id.playbook.version}</dd>
      </div>
    </dl>
  </header>`;
}

/** A tick, a half, a cross or a ring in a square: tells the verdicts apart without colour. */
const sign = (is: Verdict['is']): Markup =>
  markup`<svg class="sign" viewBox="0 0 24 24" aria-hidden="true">
    <rect x="1.5" y="1.5" width="21" height="21" />
    ${signs[is]}
  </svg>`;

const signs: Readonly<Record<Verdict['is'], Markup>> = {
  contained: markup`<path d="M6 12.5l4.3 4.5L18 7.5" />`,
  'partly-contained': markup`<path class="filled" d="M1.5 1.5h21l-21 21z" />`,
  'not-contained': markup`<path d="M6.5 6.5l11 11M17.5 6.5l-11 11" />`,
  open: markup`<circle cx="12" cy="12" r="5" />`,
};

const momentList = (report: Report): Markup =>
  markup`<ol class="moments">
    ${keyMoments(report)
      .toSorted((a, b) => a.at - b.at)
      .map(
        ({ label, at }) =>
          markup`<li>
            <span>${label}</span> <time datetime="${isoOf(at)}">${moment(isoOf(at)).slice(0, 19)}</time>
          </li>`,
      )}
  </ol>`;

function sentences(summary: readonly Sentence[]): Markup {
  if (summary.length === 0) return markup`<p class="none">None: the record holds nothing to summarise.</p>`;
  return markup`<ul class="sentences">
    ${summary.map(
      ({ text, basis, restsOn }) =>
        markup`<li>
          <p>${capped(text, 1_500)}</p>
          <p class="rests">
            <span class="word ${basis}">${basis}</span>
            ${idList(restsOn.slice(0, 24).join(' '))}${restsOn.length > 24 && ` and ${restsOn.length - 24} more`}
          </p>
        </li>`,
    )}
  </ul>`;
}

const mostShort = 6;

function shortGaps({ gaps }: Report): Markup {
  const items = gaps
    .slice(0, mostShort)
    .map(({ what, why }) => markup`<li><b>${capped(what, 160)}</b>: ${capped(why, 200)}</li>`);
  return shortList({
    title: 'Open gaps',
    items,
    all: gaps.length,
    none: 'Nothing is known to be missing from this record.',
    href: 'gaps',
  });
}

function shortFindings({ findings }: Report): Markup {
  const items = worstFirst(findings)
    .slice(0, mostShort)
    .map(
      ({ id, severity, title }) =>
        markup`<li><span class="word ${severity}">${severity}</span> ${capped(title, 200)} ${idList(id)}</li>`,
    );
  return shortList({
    title: 'Findings',
    items,
    all: findings.length,
    none: 'No rule found anything in what was read.',
    href: 'findings',
  });
}

function shortList({
  title,
  items,
  all,
  none,
  href,
}: {
  title: string;
  items: readonly Markup[];
  all: number;
  none: string;
  href: string;
}): Markup {
  if (all === 0)
    return markup`<section>
      <h2 class="minor">${title}: none</h2>
      <p class="none">${none}</p>
    </section>`;
  const rest =
    all > items.length
      ? markup`<p><a href="#${href}">${count(all - items.length, 'more', 'more')}</a></p>`
      : markup``;
  return markup`<section>
    <h2 class="minor">${title}: ${all}</h2>
    <ul class="short">
      ${items}
    </ul>
    ${rest}
  </section>`;
}

const recognise = ({ integrity }: Report): Markup =>
  markup`<section class="recognise" aria-labelledby="recognise">
    <h2 id="recognise" class="minor">How to recognise this record</h2>
    <dl class="facts">
      <div>
        <dt>Journal head, SHA-256 after ${count(integrity.journalRecords, 'record')}</dt>
        <dd class="code">${integrity.journalHead}</dd>
      </div>
      <div>
        <dt>Signature key</dt>
        <dd class="code">
          ${integrity.signatureKey.known ? integrity.signatureKey.value : `none: ${integrity.signatureKey.why}`}
        </dd>
      </div>
      <div>
        <dt>Attestation</dt>
        <dd>
          <b>${integrity.attestation}</b
          >${integrity.trustedTime.known ? `; trusted time: ${integrity.trustedTime.value}` : `; no trusted time: ${integrity.trustedTime.why}`}
        </dd>
      </div>
    </dl>
  </section>`;
