import type { Exhibit } from '../../../../domain/exhibit.ts';
import { figure } from '../../pictures/picture.ts';
import type { Flow } from '../../layout.ts';
import { mostPictureBytes, NoPicture, readPicture, type Picture } from '../../picture.ts';
import { sheet, type } from '../../theme.ts';

/** The pictures of a report by exhibit; read only while they are drawn. */
export type Pictures = ReadonlyMap<string, Uint8Array>;

const isPicture = ({ attachment, mediaType, takenBack }: Exhibit): boolean =>
  attachment !== undefined && takenBack === undefined && ['image/png', 'image/jpeg'].includes(mediaType);
// A picture leaves room for its heading and caption on the page.
const highest = 430;
// More of them make a file that nobody can send; the rest is in the bag.
const mostPictures = 40;

/** Shows what was attached as a picture, or says why one is not shown. Nothing without attachments. */
export function drawAttachedPictures(flow: Flow, exhibits: readonly Exhibit[], pictures: Pictures): void {
  for (const [n, exhibit] of exhibits.filter(isPicture).entries()) {
    const name = `${exhibit.id}  ${exhibit.attachment?.fileName ?? exhibit.title}`;
    const found = n < mostPictures ? pictureOf(exhibit, pictures) : `more than ${mostPictures} are attached`;
    if (typeof found === 'string') {
      flow.heading('detail', name);
      flow.none(`Not shown: ${found}. See ${exhibit.path}, SHA-256 ${exhibit.sha256}.`);
    } else drawOne(flow, exhibit, name, found);
  }
}

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

function drawOne(flow: Flow, exhibit: Exhibit, name: string, picture: Picture): void {
  const { canvas } = flow;
  // A pixel is never drawn larger than a point.
  const scale = Math.min(1, (sheet.right - sheet.left) / picture.width, highest / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  flow.heading('detail', name, height);
  flow.keep(height + 24);
  const form = canvas.pdf.ref({
    Type: 'XObject',
    Subtype: 'Image',
    Width: picture.width,
    Height: picture.height,
    ColorSpace: picture.colours,
    BitsPerComponent: 8,
    Filter: picture.filter,
  });
  form.write(picture.bytes);
  form.end();
  const source = exhibit.source.from === 'venue' ? '' : exhibit.source.why;
  figure(flow, `Picture attached as ${exhibit.id}: ${source}`, height, () =>
    canvas.image(`P${exhibit.id.replace('-', '')}`, form, { x: sheet.left, y: flow.y, width, height }),
  );
  flow.gap(height + 4);
  const smaller = picture.smaller ? ' Shown with fewer pixels than the exhibit has.' : '';
  flow.paragraph(`${exhibit.path}, SHA-256 ${exhibit.sha256}.${smaller}`, type.note, { gap: 8 });
}
