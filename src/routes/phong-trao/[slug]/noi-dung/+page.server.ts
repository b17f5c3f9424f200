import { criteriaByClass } from '#lib/domain/movement/criteria.ts';
import { parentComparison } from '#lib/server/movement/children.ts';
import { changesSincePublication } from '#lib/server/programme/versions.ts';
import { documentFiles, documentKinds } from '#lib/server/publication/documents.ts';
import { movementDemo, relatedPlans, requirePublicMovement, unitNames } from '#lib/server/publication/movementPage.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, params }) =>
  loading(async () => {
    const movement = await requirePublicMovement(ctx, params.slug);
    const { doc } = movement;
    const documents = doc.documents.filter((document) => document.public);
    const [files, names, related, comparison, changes] = await Promise.all([
      documentFiles(ctx.app.db, documents),
      unitNames(
        ctx.app.db,
        doc.obligations.flatMap((rule) => rule.receivers),
      ),
      relatedPlans(ctx, movement),
      parentComparison(ctx.app.db, movement),
      changesSincePublication(ctx.app.db, movement),
    ]);
    const classNames = (ids: string[]) => ids.flatMap((id) => doc.classes.find((one) => one.id === id)?.name ?? []);
    return {
      aims: doc.aims,
      scope: doc.scope,
      measures: doc.measures,
      contents: doc.contents,
      phases: doc.phases,
      criteria: criteriaByClass(doc).filter((group) => group.criteria.length > 0),
      commendations: doc.commendations,
      occasions: doc.occasions,
      obligations: doc.obligations.map((rule) => ({
        id: rule.id,
        name: rule.name,
        clause: rule.clause,
        who: classNames(rule.classIds),
        receivers: rule.receivers.map((code) => names.get(code) ?? code),
        period: rule.period,
        due: rule.due,
      })),
      inspection: doc.inspection,
      related,
      comparison,
      changes,
      clauses: doc.clauses,
      plan: documents.find((document) => document.kind === 'plan') ?? documents[0] ?? null,
      documents: documents.map((document) => ({
        ...document,
        kindName: documentKinds[document.kind],
        file: document.fileId ? (files.get(document.fileId) ?? null) : null,
      })),
      // Which person decided stands in the log; the public needs what, why and when.
      decided: doc.questions.flatMap((question) => {
        const option = question.options.find((one) => one.id === question.decision?.optionId);
        if (!question.decision || !option) return [];
        const { at, reason, demo = false } = question.decision;
        const { id, clause, evidence } = question;
        return [{ id, clause, question: question.question, evidence, answer: option.label, at, reason, demo }];
      }),
      demo: movementDemo(doc),
    };
  });
