import type { Report } from '../../model.ts';
import type { Flow } from '../layout.ts';

/** A chapter of the report. Adding one is a file here and a line in index.ts. */
export interface Section {
  /** The file's name. */
  readonly id: string;
  readonly title: string;
  /** For the contents page: "12 entries", "none". */
  readonly extent: (report: Report) => string;
  /** Room that must be left under the heading for what stands first; points. */
  readonly room?: (report: Report) => number;
  /** Draws the chapter below its heading. What is empty says so. */
  readonly draw: (report: Report, flow: Flow) => void;
}
