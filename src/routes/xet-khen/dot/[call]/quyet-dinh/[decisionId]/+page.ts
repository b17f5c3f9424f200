// resumable upload of the signed paper
export const csr = true;
