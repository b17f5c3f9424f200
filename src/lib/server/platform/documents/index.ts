/** Documents for print and download. Call these; the templates and the compiler stay inside this folder. */
export { administrativeDocx } from './administrativeDocx.ts';
export { administrativePdf } from './administrativePdf.ts';
export { awardListPdf, closingReportPdf } from './awards.ts';
export { blankFormDocx } from './blankForm.ts';
export { budgetPdf } from './budget.ts';
export { certificatePdf } from './certificate.ts';
export { diplomaBatch, diplomaPdf } from './diploma.ts';
export { entryListPdf } from './entryList.ts';
export { minutesPdf, rankingPdf } from './ranking.ts';
export { receiptPdf } from './receipt.ts';
export { registrationFormPdf } from './registration.ts';
export { scoreSheetPdf } from './scoreSheet.ts';
export { submissionLetterPdf } from './submissionLetter.ts';
export { wordFile, wordHeading, wordLine, wordTable } from './word.ts';
