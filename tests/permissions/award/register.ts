import { at, everyone, inner, type Rule } from '../rules.ts';

/** Officers and leaders of units whose lines they are, the registrar, overseers. */
const readers = inner('appraiser leader auditor admin');
/** The registrar keeps what the province has decided; others look on. */
const keeper = inner('appraiser', 'leader auditor admin');
const onRevoked = (rule: Rule, more: Omit<Rule, 'expected'> = {}) =>
  at(rule, { where: ({ award }) => ({ recordId: award.register.revoked.record }), ...more });

/** A file of past decisions: whoever sent it, and who keeps or oversees all of the register. */
const ofImport = (rule: Rule) => at(rule, { where: ({ award }) => ({ jobId: award.register.importJob }) });

export const registerRows: Record<string, Rule | Rule[]> = {
  'GET /khen-thuong': everyone,
  'GET /xet-khen/so': readers,
  'GET /xet-khen/so/tep.xlsx': readers,
  'GET /xet-khen/so/giai-thuong': readers,
  'POST /xet-khen/so/giai-thuong?/start': at(keeper, {
    body: ({ award }) => ({ callId: award.call.id }),
    says: 'a dossier from a prize is started by the standing unit of the call',
  }),
  'GET /xet-khen/so/thong-ke': readers,
  'GET /xet-khen/so/thong-ke/tep.xlsx': readers,
  'GET /xet-khen/so/nhap': readers,
  'GET /xet-khen/so/nhap/mau': readers,
  'POST /xet-khen/so/nhap?/upload': keeper,
  'GET /xet-khen/so/nhap/[jobId]': ofImport(inner('appraiser auditor admin')),
  'GET /xet-khen/so/nhap/[jobId]/ket-qua': ofImport(inner('appraiser auditor admin')),
  'POST /xet-khen/so/nhap/[jobId]?/confirm': ofImport(inner('appraiser', 'auditor admin')),
  'POST /xet-khen/so/nhap/[jobId]?/cancel': ofImport(inner('appraiser', 'auditor admin')),
  'GET /xet-khen/so/[subjectId]': [
    readers,
    at(inner(''), { where: () => ({ subjectId: '3f8a4ad2-58a5-4bd7-9bd4-1f1b4b7f1d11' }), says: 'that is not there' }),
  ],
  'POST /xet-khen/so/[subjectId]?/merge': at(keeper, { body: ({ award }) => ({ fromId: award.register.alike }) }),
  'POST /xet-khen/so/[subjectId]?/split': at(keeper, { body: ({ award }) => ({ subjectId: award.register.merged }) }),
  'GET /xet-khen/so/ghi/[recordId]': readers,
  'POST /xet-khen/so/ghi/[recordId]?/revoke': keeper,
  'POST /xet-khen/so/ghi/[recordId]?/correct': keeper,
  'POST /xet-khen/so/ghi/[recordId]?/publicity': keeper,
  'POST /xet-khen/so/ghi/[recordId]?/restore': onRevoked(keeper),
  'POST /xet-khen/so/ghi/[recordId]?/review': onRevoked(keeper, {
    body: ({ award }) => ({ reviewId: award.register.revoked.review }),
  }),
  'POST /xet-khen/so/ghi/[recordId]?/remove': onRevoked(keeper, {
    body: ({ award }) => ({ fileId: award.register.revoked.file }),
  }),
};
