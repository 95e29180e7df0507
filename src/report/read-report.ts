import type { Json } from '../domain/json.ts';
import type { Report } from './model.ts';
import { reportSchema } from './schema/index.ts';

/** What report.json holds as the model; undefined when it has another form than this version writes. */
export function readReport(file: Json): Report | undefined {
  const read = reportSchema.safeParse(withoutSchema(file));
  return read.success ? (read.data as Report) : undefined;
}

/** The file names its schema beside the model. */
const withoutSchema = (file: Json): unknown =>
  typeof file === 'object' && file !== null && !Array.isArray(file)
    ? Object.fromEntries(Object.entries(file).filter(([name]) => name !== '$schema'))
    : file;
