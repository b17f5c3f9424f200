/** A document of ours, shown in the browser, never kept by a cache between. */
export const pdfResponse = ({ pdf, name }: { pdf: Uint8Array; name: string }): Response =>
  new Response(pdf as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${name}"`,
      'cache-control': 'private, no-store',
    },
  });
