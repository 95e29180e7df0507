import type { Exhibit, ExhibitId } from '../domain/exhibit.ts';
import type { JournalRecord } from '../domain/run-event.ts';
import { takenBackIn } from '../evidence/index.ts';
import { mostPictureBytes } from './pdf/picture.ts';

/** More than this of pictures together stays in the bag only. */
const mostTogether = 128 * 1024 * 1024;

/** The pictures that people attached, as bytes, for the views that can show them. */
export async function readPictures(
  records: readonly JournalRecord[],
  read: (exhibit: Exhibit) => Promise<Uint8Array>,
): Promise<ReadonlyMap<ExhibitId, Uint8Array>> {
  const pictures = new Map<ExhibitId, Uint8Array>();
  const gone = takenBackIn(records.map(({ event }) => event));
  let left = mostTogether;
  for (const { event } of records) {
    if (event.type !== 'exhibit.acquired') continue;
    const { exhibit } = event;
    const isPicture = exhibit.attachment && ['image/png', 'image/jpeg'].includes(exhibit.mediaType);
    if (!isPicture || gone.has(exhibit.id) || exhibit.bytes > mostPictureBytes || exhibit.bytes > left)
      continue;
    left -= exhibit.bytes;
    pictures.set(exhibit.id, await read(exhibit));
  }
  return pictures;
}
