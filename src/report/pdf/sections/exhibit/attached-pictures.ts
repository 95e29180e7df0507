import type { Exhibit } from '../../../../domain/exhibit.ts';
import { altOf, attachedPictures, type Pictures } from '../../../attached-pictures.ts';
import { figure } from '../../pictures/picture.ts';
import type { Flow } from '../../layout.ts';
import type { Picture } from '../../picture.ts';
import { sheet, type } from '../../theme.ts';

// A picture leaves room for its heading and caption on the page.
const highest = 430;

/** Shows what was attached as a picture, or says why one is not shown. Nothing without attachments. */
export function drawAttachedPictures(flow: Flow, exhibits: readonly Exhibit[], pictures: Pictures): void {
  for (const { exhibit, name, found } of attachedPictures(exhibits, pictures)) {
    if (typeof found === 'string') {
      flow.heading('detail', name);
      flow.none(`Not shown: ${found}. See ${exhibit.path}, SHA-256 ${exhibit.sha256}.`);
    } else drawOne(flow, exhibit, name, found);
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
  figure(flow, altOf(exhibit), height, () =>
    canvas.image(`P${exhibit.id.replace('-', '')}`, form, { x: sheet.left, y: flow.y, width, height }),
  );
  flow.gap(height + 4);
  const smaller = picture.smaller ? ' Shown with fewer pixels than the exhibit has.' : '';
  flow.paragraph(`${exhibit.path}, SHA-256 ${exhibit.sha256}.${smaller}`, type.note, { gap: 8 });
}
