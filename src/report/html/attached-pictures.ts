import { altOf, attachedPictures, type AttachedPicture, type Pictures } from '../attached-pictures.ts';
import type { Report } from '../model.ts';
import type { Picture } from '../pdf/picture.ts';
import { capped } from '../spelled.ts';
import { markup, type Markup } from './markup.ts';
import { writePng } from './png.ts';

// A page of more opens slowly and cannot be mailed; the PDF and the bag have the rest.
const mostEmbedded = 24 * 1024 * 1024;

/**
 * The files that were attached as pictures, inside the page as `data:` URIs; of one that is not shown, why.
 * Only pixels are passed on: never SVG, never a page, nothing that a file says besides.
 */
export function picturesOf({ exhibits }: Report, pictures: Pictures): Markup {
  let left = mostEmbedded;
  const figures: Markup[] = [];
  for (const attached of attachedPictures(exhibits, pictures)) {
    const shown = typeof attached.found === 'string' ? attached.found : embedded(attached.found, left);
    if (typeof shown !== 'string') left -= shown.uri.length;
    figures.push(figureOf(attached, shown));
  }
  return figures.length === 0 ? markup`` : markup`<h3>Pictures that were attached</h3>${figures}`;
}

interface Embedded {
  readonly uri: string;
  readonly picture: Picture;
}

function embedded(picture: Picture, left: number): Embedded | string {
  const isJpeg = picture.filter === 'DCTDecode';
  const bytes = isJpeg ? picture.bytes : writePng(picture);
  const uri = `data:image/${isJpeg ? 'jpeg' : 'png'};base64,${bytes.toString('base64')}`;
  return uri.length <= left
    ? { uri, picture }
    : `more than ${mostEmbedded} bytes of pictures; the PDF has it`;
}

function figureOf({ exhibit, name }: AttachedPicture, shown: Embedded | string): Markup {
  const where = markup`<span class="code">${capped(exhibit.path, 100)}</span>, SHA-256
    <span class="code">${exhibit.sha256}</span>`;
  if (typeof shown === 'string') {
    return markup`<p class="none"><b>${capped(name, 120)}</b>: not shown: ${shown}. See ${where}.</p>`;
  }
  const { uri, picture } = shown;
  const smaller = picture.smaller ? ' Shown with fewer pixels than the exhibit has.' : '';
  return markup`<figure class="attached">
    <img
      src="${uri}"
      width="${picture.width}"
      height="${picture.height}"
      alt="${capped(altOf(exhibit), 400)}"
      decoding="async"
    />
    <figcaption><b>${capped(name, 120)}</b> ${where}.${smaller}</figcaption>
  </figure>`;
}
