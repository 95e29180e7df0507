import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Pictures } from '../attached-pictures.ts';
import { copyBand, copyTitle } from '../copy-notice.ts';
import type { Report } from '../model.ts';
import { capped } from '../spelled.ts';
import { chapters } from './chapters.ts';
import { firstPage } from './first-page.ts';
import { inTurn, markup, Markup, passage, type Passage } from './markup.ts';

/**
 * The report as one HTML file that opens from a disk without a network: style and script stand inside, and its own
 * policy (`default-src 'none'`, both by hash) forbids everything else. Readable without the script. The same
 * report gives the same bytes. `pictures` are those that people attached: they stand in the page as well.
 */
export const renderHtml = (report: Report, pictures?: Pictures): string =>
  [...htmlPieces(report, pictures)].join('');

/** The same page in pieces, none longer than a picture: with tables of thousands of rows it is many MiB. */
export function htmlPieces(report: Report, pictures: Pictures = new Map()): Passage {
  const style = assetOf('page.css');
  const script = assetOf('page.js');
  const policy = `default-src 'none';${pictures.size > 0 ? ' img-src data:;' : ''} style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'`;
  const { caseId, title, mode, tlp } = report.identification;
  const drill = mode === 'drill';
  const { copy } = report;
  return passage`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${policy}" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="referrer" content="no-referrer" />
          <title>${copy && 'COPY '}${drill && 'DRILL '}${caseId}: ${capped(title, 120)}</title>
          <style>${ours(style)}</style>
        </head>
        <body>
          <a class="skip" href="#report">Skip to the report</a>
          <div class="bar">
            ${drill && markup`<p class="drill">Drill: no real account, key or fund was touched</p>`}
            ${copy && markup`<p class="copy">${copyTitle}. ${copyBand(copy.of)}</p>`}
            <p class="tlp">TLP:${tlp}</p>
          </div>
          <div class="sheet">
            <nav aria-label="Contents">
              <p class="nav-title">${caseId}</p>
              <ol>
                <li><a href="#report">First page</a></li>
                ${chapters.map(({ id, title: name }) => markup`<li><a href="#${id}">${name}</a></li>`)}
              </ol>
            </nav>
            <main id="report">
              ${firstPage(report)}
              ${inTurn(
                chapters,
                ({ id, title: name, draw }) =>
                  passage`<section class="chapter" id="${id}" aria-labelledby="${id}-h">
                    <h2 id="${id}-h">${name}</h2>
                    ${draw(report, pictures)}
                  </section>`,
              )}
            </main>
          </div>
          <footer>
            <p>
              ${report.format} · ${report.identification.tool} · case ${caseId} · journal head
              <span class="code">${report.integrity.journalHead}</span>
            </p>
          </footer>
          <script>${ours(script)}</script>
        </body>
      </html>
`;
}

const read = new Map<string, string>();

/** Our own files, beside this one; read at the first report and not at the start of the program. */
function assetOf(name: 'page.css' | 'page.js'): string {
  const text = read.get(name) ?? readFileSync(new URL(name, import.meta.url), 'utf8');
  read.set(name, text);
  return text;
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** Not data: what stands between these tags is hashed as it is. A test sees that neither file ends its own tag. */
const ours = (text: string): Markup => new Markup(text);
