import type { Json, JsonObject } from '../domain/json.ts';

// A listing's document is JSON for anybody's tools, and lines for whoever cannot hold it whole:
//
//   {"rows":[
//   {"amount":"0.5",…},        each row RFC 8785 JSON
//   {"amount":"0.7",…}
//   ],"coverage":{…},"pages":[…],"stop":"short-page"}
//
// Rows come first, since what they prove is known only behind the last of them: so the document is
// written once, and hashed as it is written. A line feed inside a value is escaped in JSON.

/** The beginning of the document, the line feed too. */
export const rowsBegin = '{"rows":[\n';
/** Between a row and the next. */
export const rowsGoOn = ',\n';
/** Behind the last row; the members of an object follow, without its opening brace. */
export const rowsEnd = '\n],';

/** Takes a listing's document apart as its bytes come, and holds no more than a line of it. */
export interface RowsParser {
  /** @throws SyntaxError for what is no such document */
  push(bytes: Uint8Array): void;
  /**
   * Returns what the document says besides its rows.
   *
   * @throws SyntaxError when the document is not whole
   */
  end(): JsonObject;
}

/**
 * `onRow` is handed every row, in order. A document in a single line, as they were once written, is
 * read too, and held whole.
 */
export function parseRows(onRow: (row: Json) => void): RowsParser {
  const lines = splitLines(takeLine);
  let began = false;
  let rest: JsonObject | undefined;

  function takeLine(line: string): void {
    if (rest !== undefined) throw new SyntaxError('a line behind the last');
    if (!began && line !== rowsBegin.trimEnd()) rest = restOf(line, onRow);
    else if (began && line.startsWith(behindRows)) rest = objectIn(`{${line.slice(behindRows.length)}`);
    else if (began) onRow(JSON.parse(line.endsWith(',') ? line.slice(0, -1) : line) as Json);
    began = true;
  }

  return {
    push: lines.push,
    end() {
      lines.end();
      if (rest === undefined) throw new SyntaxError('the document is cut off');
      return rest;
    },
  };
}

/** The JSON value in `bytes`; a listing's document may be longer than any one text can be. */
export function parseExhibit(bytes: Uint8Array): Json {
  const head = Buffer.from(bytes.subarray(0, rowsBegin.length)).toString('latin1');
  if (head !== rowsBegin) return JSON.parse(textOf(bytes)) as Json;
  const rows: Json[] = [];
  const parser = parseRows((row) => rows.push(row));
  parser.push(bytes);
  return { rows, ...parser.end() };
}

const behindRows = rowsEnd.trimStart();
const lineFeed = 0x0a;

function restOf(document: string, onRow: (row: Json) => void): JsonObject {
  const { rows, ...others } = objectIn(document);
  if (!Array.isArray(rows)) throw new SyntaxError('a document without rows');
  (rows as readonly Json[]).forEach((row) => onRow(row));
  return others;
}

function objectIn(text: string): JsonObject {
  const value = JSON.parse(text) as Json;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SyntaxError('no object');
  }
  return value as JsonObject;
}

function splitLines(take: (line: string) => void) {
  let begun: Uint8Array[] = [];
  return {
    push(bytes: Uint8Array): void {
      let from = 0;
      for (let feed = bytes.indexOf(lineFeed); feed !== -1; feed = bytes.indexOf(lineFeed, from)) {
        const end = bytes.subarray(from, feed);
        take(textOf(begun.length === 0 ? end : Buffer.concat([...begun, end])));
        begun = [];
        from = feed + 1;
      }
      // A copy: who pushes may use the memory again.
      if (from < bytes.length) begun.push(Uint8Array.from(bytes.subarray(from)));
    },
    end(): void {
      if (begun.length > 0) take(textOf(Buffer.concat(begun)));
    },
  };
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Throws where bytes are no UTF-8. */
const textOf = (bytes: Uint8Array): string => decoder.decode(bytes);
