import type { Exhibit, ExhibitId } from '../domain/exhibit.ts';
import { mostPictureBytes, NoPicture, readPicture, type Picture } from './pdf/picture.ts';

/** The pictures of a report by exhibit; read only while they are drawn. */
export type Pictures = ReadonlyMap<ExhibitId, Uint8Array>;

/** A file that was attached as a picture: its pixels, or in words why none are shown. */
export interface AttachedPicture {
  readonly exhibit: Exhibit;
  /** Id and file name: hostile text, which every view spells out. */
  readonly name: string;
  readonly found: Picture | string;
}

// More of them make a file that nobody can send; the rest is in the bag.
const mostPictures = 40;

/** One after the other, so that no view holds the pixels of all of them. */
export function* attachedPictures(
  exhibits: readonly Exhibit[],
  pictures: Pictures,
): Generator<AttachedPicture> {
  for (const [n, exhibit] of exhibits.filter(isPicture).entries()) {
    const name = `${exhibit.id}  ${exhibit.attachment?.fileName ?? exhibit.title}`;
    const found = n < mostPictures ? pictureOf(exhibit, pictures) : `more than ${mostPictures} are attached`;
    yield { exhibit, name, found };
  }
}

const isPicture = ({ attachment, mediaType, takenBack }: Exhibit): boolean =>
  attachment !== undefined && takenBack === undefined && ['image/png', 'image/jpeg'].includes(mediaType);

function pictureOf({ id, bytes }: Exhibit, pictures: Pictures): Picture | string {
  const content = pictures.get(id);
  if (!content)
    return bytes > mostPictureBytes
      ? `it is larger than ${mostPictureBytes} bytes`
      : 'its bytes were not at hand';
  try {
    return readPicture(content);
  } catch (error) {
    if (error instanceof NoPicture) return error.message;
    throw error;
  }
}

/** What a picture shows, for who cannot see it: that it is one, and why it was attached. */
export const altOf = ({ id, source }: Exhibit): string =>
  `Picture attached as ${id}: ${source.from === 'venue' ? '' : source.why}`;
