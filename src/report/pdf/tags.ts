import { Verbatim } from './pdfkit.ts';
import type { Pdf, PdfPage, PdfRef } from './pdfkit.ts';

export type TagName =
  | 'Document'
  | 'Sect'
  | 'H1'
  | 'H2'
  | 'H3'
  | 'H4'
  | 'P'
  | 'Table'
  | 'TR'
  | 'TH'
  | 'TD'
  | 'Figure'
  | 'L'
  | 'LI'
  | 'Lbl'
  | 'LBody'
  | 'Form'
  | 'TOC'
  | 'TOCI'
  | 'Link';

/** A node of the structure tree: what a screen reader reads, and in which order. */
export interface Tag {
  readonly name: TagName;
  readonly ref: PdfRef;
  /** As its parent and its page name it: what they keep until they are written holds nothing else. */
  readonly number: Verbatim;
  readonly children: unknown[];
}

/**
 * The structure tree, written straight into the file's objects (ISO 32000-1 §14.7). pdfkit has an
 * API for it, but it keeps every element and closure in memory until the end: ten thousand table
 * rows took 1.5 GB. Here an element is written when it is closed and then forgotten.
 */
export class Tags {
  readonly root: Tag;
  readonly #pdf: Pdf;
  readonly #scopes = new Map<string, PdfRef>();
  #marked: { readonly page: PdfPage; readonly owners: unknown[] } | undefined;

  constructor(pdf: Pdf) {
    this.#pdf = pdf;
    const tree = pdf.getStructTreeRoot();
    this.root = this.#element('Document', tree);
    tree.data['K'] = [this.root.ref];
  }

  /** Opens an element below `parent`. `attributes` are standard ones, e.g. a table header's scope. */
  open(name: TagName, parent: Tag, attributes: object = {}): Tag {
    const tag = this.#element(name, parent.ref, attributes);
    parent.children.push(tag.number);
    return tag;
  }

  /** What a heading cell heads (ISO 32000-1 table 349): written once, for a table has thousands of them. */
  scope(of: 'Row' | 'Column'): PdfRef {
    const written = this.#scopes.get(of);
    if (written) return written;
    const attributes = this.#pdf.ref({ O: 'Table', Scope: of });
    this.#scopes.set(of, attributes);
    attributes.end();
    return attributes;
  }

  /** Closes and writes an element. Its children are written later only if the caller closes them later. */
  close(tag: Tag): void {
    tag.ref.end();
  }

  /** Says that the next marked content on this page belongs to `tag`; returns the opening operator. */
  mark(tag: Tag): string {
    const page = this.#pdf.page;
    const id = this.#ownersOn(page).push(tag.number) - 1;
    // An element can begin on one page and end on the next: each piece names its page.
    tag.ref.data['Pg'] ??= page.dictionary;
    const here = tag.ref.data['Pg'] === page.dictionary;
    tag.children.push(here ? id : { Type: 'MCR', Pg: page.dictionary, MCID: id });
    return `/${tag.name} <</MCID ${id}>> BDC`;
  }

  /** The elements that the marked content of the page belongs to, in its order. */
  #ownersOn(page: PdfPage): unknown[] {
    if (this.#marked?.page === page) return this.#marked.owners;
    this.#leavePage();
    const owners = this.#pdf.getStructParentTree().get(page.structParentTreeKey);
    this.#marked = { page, owners };
    return owners;
  }

  /**
   * The tree of parents is written last and would keep every cell of every table until then: of a page that
   * was left only what will be written stays, a hundredth of it. Nothing is marked on it any more.
   */
  #leavePage(): void {
    if (!this.#marked) return;
    const { page, owners } = this.#marked;
    const written = new Verbatim(`[${owners.join(' ')}]`);
    this.#pdf.getStructParentTree().add(page.structParentTreeKey, written);
  }

  #element(name: TagName, parent: PdfRef, attributes: object = {}): Tag {
    const children: unknown[] = [];
    const ref = this.#pdf.ref({ S: name, P: parent, K: children, ...attributes });
    return { name, ref, number: new Verbatim(String(ref)), children };
  }
}
