import { joined, markup, type Markup } from './markup.ts';

/** Ids of ours, as they may stand in an address: anything else is printed, never linked. */
const safe = /^(?:EX|FD)-\d{1,6}$/;

/** "EX-004 FD-001" with a link to each row that the page has. */
export function idList(text: string): Markup {
  if (text === '') return markup`<span class="quiet">—</span>`;
  return joined(
    text
      .split(' ')
      .map((id) =>
        safe.test(id) ? markup`<a class="id" href="#${id}">${id}</a>` : markup`<span class="id">${id}</span>`,
      ),
    ' ',
  );
}

/** The anchor of the row that an id names; empty when it is none of ours. */
export const anchorOf = (id: string): string | undefined => (safe.test(id) ? id : undefined);
