/** A PDF of one empty page with a place for a signature, written by hand from ISO 32000-2: not by our writer. */
export interface PdfRecipe {
  /** Everything: absent, as the standards have it. */
  readonly subFilter?: string;
  /** What else the signature's dictionary holds. */
  readonly more?: string;
  /** /M and its value. */
  readonly date?: string;
  /** The catalog's form. */
  readonly form?: string;
  readonly field?: string;
  readonly catalog?: string;
  readonly trailer?: string;
  /** Hex digits of the place; 8,000. */
  readonly room?: number;
  readonly range?: (usual: readonly number[]) => readonly number[];
}

export interface MadePdf {
  readonly file: Buffer;
  /** What the file says is signed. */
  readonly signed: Buffer;
  /** The file with a signature in the place. */
  with(cms: Uint8Array): Buffer;
}

export function makePdf({
  subFilter = 'ETSI.CAdES.detached',
  more = '',
  date = '/M (D:20261121040000Z)',
  form = '<< /Fields [4 0 R] /SigFlags 3 >>',
  field = '/FT /Sig /V 5 0 R',
  catalog = '',
  trailer = '',
  room = 8_000,
  range = (usual) => usual,
}: PdfRecipe = {}): MadePdf {
  const hole = ''.padEnd(60);
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R /AcroForm ${form} ${catalog} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [4 0 R] >>',
    `<< /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /P 3 0 R /T (signature) ${field} >>`,
    `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /${subFilter} ${date} ${more}\n/ByteRange ${hole}/Contents <${'0'.repeat(room)}> >>`,
  ];
  // A comment that looks like a signature: readers go by the table.
  let text = '%PDF-1.7\n% /ByteRange [0 1 2 3] /Contents <00>\n';
  const places = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${table}\n%%EOF\n`;
  const from = text.indexOf('/Contents <', text.indexOf('/Type /Sig')) + '/Contents '.length;
  const to = from + room + 2;
  const numbers = range([0, from, to, text.length - to]);
  text = text.replace(hole, `[${numbers.join(' ')}]`.padEnd(hole.length));
  const file = Buffer.from(text, 'latin1');
  const [start = 0, before = 0, after = 0, rest = 0] = numbers;
  return {
    file,
    signed: Buffer.concat([file.subarray(start, before), file.subarray(after, after + rest)]),
    with(cms) {
      const filled = Buffer.from(file);
      filled.write(Buffer.from(cms).toString('hex'), from + 1, 'latin1');
      return filled;
    },
  };
}
