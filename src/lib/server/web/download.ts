import { Readable } from 'node:stream';

const media = {
  zip: 'application/zip',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** A file made for one request, to be kept by its reader and by no cache in between. Names are made from codes and slugs. */
export const fileResponse = (
  { bytes, name }: { bytes: Uint8Array; name: string },
  kind: keyof typeof media,
): Response =>
  new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': media[kind],
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
    },
  });

/** A file that is made while it is sent. */
export const streamResponse = (
  { stream, name }: { stream: AsyncIterable<Uint8Array>; name: string },
  kind: keyof typeof media,
): Response =>
  new Response(Readable.toWeb(Readable.from(stream)) as ReadableStream<Uint8Array<ArrayBuffer>>, {
    headers: {
      'content-type': media[kind],
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
    },
  });
