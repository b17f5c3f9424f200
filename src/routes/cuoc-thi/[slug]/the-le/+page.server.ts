import { describeGrace, describeRequirement } from '#lib/domain/file/requirement.ts';
import { changesSincePublication } from '#lib/server/programme/versions.ts';
import { demoValues, requirePublic } from '#lib/server/publication/contestPage.ts';
import { galleryRules } from '#lib/server/publication/rules.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
  loading(async () => {
    const programme = await requirePublic(locals.ctx, params.slug);
    const { doc } = programme;
    const plan = doc.documents.find((d) => d.kind === 'plan' && d.public) ?? null;
    return {
      plan,
      rulesDocument: doc.documents.find((d) => d.kind === 'rules' && d.public && d.number !== null) ?? null,
      clauses: doc.clauses,
      timeline: doc.timeline,
      eligibility: doc.eligibility,
      dossier: doc.dossier.map((stage) => ({
        ...stage,
        files: stage.files.map((file) => ({
          id: file.id,
          label: file.label,
          what: describeRequirement(file),
          grace: describeGrace(file),
          several: file.maxCount > 1 ? `từ ${file.minCount} đến ${file.maxCount} tệp` : null,
          required: file.required,
        })),
        period: doc.timeline.find((p) => p.id === stage.periodId) ?? null,
      })),
      screening: doc.screening,
      screeningPeriod: doc.timeline.find((p) => p.id === doc.screening.agency?.periodId) ?? null,
      works: galleryRules(doc),
      rounds: doc.rounds,
      prizes: doc.prizes,
      // Which person decided stands in the log; the public needs what, why and when.
      decided: doc.questions.flatMap((q) => {
        const option = q.options.find((o) => o.id === q.decision?.optionId);
        if (!q.decision || !option) return [];
        const { at, reason, demo = false } = q.decision;
        return [
          {
            id: q.id,
            clause: q.clause,
            question: q.question,
            evidence: q.evidence,
            answer: option.label,
            at,
            reason,
            demo,
          },
        ];
      }),
      changes: await changesSincePublication(locals.ctx.app.db, programme),
      publishedAt: programme.publishedAt,
      demo: demoValues(doc),
    };
  });
