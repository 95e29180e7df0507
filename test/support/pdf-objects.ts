import { runOn } from './pdf-tools.ts';

export interface PdfObject {
  readonly value?: Readonly<Record<string, unknown>>;
  readonly stream?: { readonly data: string; readonly dict?: Readonly<Record<string, unknown>> };
}

/** Every object of the file as qpdf's JSON, with decoded streams. */
export function objectsOf(of: Uint8Array): Record<string, PdfObject> {
  const json = runOn(of, 'qpdf', [
    '--json=2',
    '--json-stream-data=inline',
    '--decode-level=generalized',
    'FILE',
  ]);
  const { qpdf } = JSON.parse(json) as { qpdf: [unknown, Record<string, PdfObject>] };
  return qpdf[1];
}

export interface AttachedFile {
  readonly bytes: Buffer;
  /** As the file's parameters say. */
  readonly size: number;
  readonly checksum: string;
}

/** The files attached to the document, by name. */
export function attachmentsOf(pdf: Uint8Array): Map<string, AttachedFile> {
  const objects = objectsOf(pdf);
  const specs = Object.values(objects).filter(({ value }) => value?.['/Type'] === '/Filespec');
  return new Map(
    specs.map(({ value }) => {
      const { '/F': ref } = value?.['/EF'] as Record<string, string>;
      const { stream } = objects[`obj:${ref}`] ?? {};
      const { '/Size': size, '/CheckSum': checksum } = stream?.dict?.['/Params'] as Record<string, unknown>;
      return [
        String(value?.['/UF']).slice(2),
        {
          bytes: Buffer.from(stream?.data ?? '', 'base64'),
          size: Number(size),
          checksum: String(checksum).slice(2),
        },
      ];
    }),
  );
}
