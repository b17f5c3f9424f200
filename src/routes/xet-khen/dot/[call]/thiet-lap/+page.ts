/** Uploads of the guidance are resumable with scripts. */
export const csr = true;
