/** A PDF made for one request, to be kept by its reader and by no cache in between. */
export const pdfResponse = ({ pdf, name }: { pdf: Uint8Array; name: string }): Response =>
  new Response(new Uint8Array(pdf), {
    headers: {
      'content-type': 'application/pdf',
      // names are made from codes and slugs, so they need no encoding
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
    },
  });
