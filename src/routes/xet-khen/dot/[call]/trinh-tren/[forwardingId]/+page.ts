// resumable upload of the signed letter and of the answers
export const csr = true;
