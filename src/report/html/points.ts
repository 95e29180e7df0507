import { glossary } from '../glossary.ts';
import type { Action, Particular, Report } from '../model.ts';
import { groupRequests, requestLine, requestPlace } from '../requests.ts';
import { capped } from '../spelled.ts';
import { tables } from '../tables/index.ts';
import { knownText } from '../tables/table.ts';
import { count, moment } from '../words.ts';
import { idList } from './ids.ts';
import { markup, type Markup, passage, type Passage } from './markup.ts';
import { tableOf } from './table.ts';

// Chapters on the report itself, and on what was sent to the venues.

const topics: readonly (readonly [Particular['topic'], string])[] = [
  ['report', 'The report'],
  ['people', 'People'],
  ['scope', 'Scope'],
  ['environment', 'Environment'],
  ['notification', 'Times for notifications'],
];

/** Which report this is, by whom, for whom, of what and with what. */
export function drawParticulars(report: Report): Markup | Passage {
  const all = report.particulars ?? [];
  if (all.length === 0) return tableOf(tables.particulars, report);
  return markup`<div id="table-particulars">
    ${topics.map(
      ([topic, title]) =>
        markup`<h3>${title}</h3>
          ${topic === 'notification' && markup`<p class="quiet">Times only. Whether a contract or a law asks for a notification, and from which moment it counts, is not said here.</p>`}
          <dl class="facts wide">
            ${all.filter((one) => one.topic === topic).map(pointOf)}
          </dl>`,
    )}
  </div>`;
}

const pointOf = ({ what, value, restsOn }: Particular): Markup =>
  markup`<div>
    <dt>${what}</dt>
    <dd${!value.known && markup` class="unknown"`}>
      ${capped(knownText(value), 800)} ${restsOn.length > 0 && markup`<span class="rests">${idList(restsOn.slice(0, 12).join(' '))}</span>`}
    </dd>
  </div>`;

/** Long texts, of which a table would make towers. */
const saidBelow = ['requests', 'why', 'undo', 'id', 'finished_utc', 'took_ms'];

/** More acts nobody reads one by one: the table has them all. */
const mostActs = 60;

/** Each act with what was sent: requests that differ in parameters only are one line. */
export function drawActions(report: Report): Passage {
  return passage`${tableOf(tables.actions, report, { without: saidBelow })}
  ${
    report.actions.length > 0 &&
    markup`<h3>Why, what was sent, how to undo it</h3>
      <p class="quiet">Requests that differ in their parameters only are one line; each of them is in http/exchanges.warc.gz, in report.json and in tables/actions.csv. What another step sent and kept in an exhibit meanwhile stands with that exhibit; a request that no exhibit holds may be another step’s.</p>`
  }
  ${report.actions.slice(0, mostActs).map(requestsOf)}
  ${report.actions.length > mostActs && markup`<p class="none">${count(report.actions.length - mostActs, 'more act')}: see the table.</p>`}`;
}

function requestsOf({ id, what, target, at, by, why, undo, finishedAt, exchanges }: Action): Markup {
  const groups = groupRequests(exchanges);
  const none =
    by === 'hand' ? 'Nothing was sent: done by hand on the venue’s own page.' : 'No request was recorded.';
  return markup`<div class="sent">
    <p>
      <b>${capped(`${what}: ${target}`, 200)}</b>
      <span class="quiet">
        begun at ${moment(at)} UTC, ${finishedAt.known ? `its result known at ${moment(finishedAt.value)} UTC` : `end unknown: ${capped(finishedAt.why, 200)}`},
        by the host’s clock; <span class="code">${capped(id, 120)}</span>
      </span>
    </p>
    <p>Why: ${capped(why, 400)}. To undo: ${capped(undo, 400)}.</p>
    ${
      groups.length === 0
        ? markup`<p class="none">${none}</p>`
        : markup`<ul class="requests">
            ${groups.map(
              (group) =>
                markup`<li>
                  <span class="code">${capped(requestLine(group), 400)}</span>
                  <span class="quiet">${capped(requestPlace(group), 400)}</span>
                </li>`,
            )}
          </ul>`
    }
  </div>`;
}

/** For whoever receives the bag next: a row for each transfer, to be filled in on paper. */
export const laterTransfers = (): Markup =>
  markup`<h3>Later transfers</h3>
    <p class="quiet">
      To be filled in by hand on paper, one row for each transfer. Before signing, the receiver checks the hashes
      as under “Integrity” and writes down the result.
    </p>
    <div class="scroll" role="region" aria-label="Later transfers" tabindex="0">
      <table class="blank" data-filter="no">
        <caption>
          Rows for later transfers
        </caption>
        <thead>
          <tr>
            ${[
              'Date, time, zone',
              'Item',
              'From: name, signature',
              'To: name, signature',
              'Why',
              'Hashes checked',
            ].map((title) => markup`<th scope="col">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${Array.from(
            { length: 5 },
            () => markup`<tr><td></td><td></td><td></td><td></td><td></td><td></td></tr>`,
          )}
        </tbody>
      </table>
    </div>`;

export const drawGlossary = (): Markup =>
  markup`<dl class="facts wide">
    ${glossary.map(
      ([word, meaning]) =>
        markup`<div>
          <dt>${word}</dt>
          <dd>${meaning}</dd>
        </div>`,
    )}
  </dl>`;
