import { formatShare } from '#lib/domain/entry/authors.ts';
import { dossierStage } from '#lib/domain/entry/dossier.ts';
import { formatBytes, formatDuration } from '#lib/domain/file/format.ts';
import { clauseLabel } from '#lib/domain/programme/cite.ts';
import { readAnswers } from '#lib/server/entry/answers.ts';
import { submitEntry, submitRefinement } from '#lib/server/entry/submit.ts';
import { goTo, loading, refuse, text } from '#lib/server/web/forms.ts';
import { requireSignedIn } from '#lib/server/web/guard.ts';
import { headOf, openEntry, taskHref } from '../open.ts';
import type { Actions, PageServerLoad } from './$types';

const lengthOf = (facts: Record<string, unknown>): string => {
  const { video } = facts as { video?: { seconds?: unknown } };
  return typeof video?.seconds === 'number' ? `, dài ${formatDuration(video.seconds)}` : '';
};

export const load: PageServerLoad = ({ locals: { ctx }, params, url }) =>
  loading(async () => {
    const entry = await openEntry(ctx, url, params.id);
    const { doc } = entry.contest;
    const stage = dossierStage(doc, entry.stage);
    const root = `/bai-du-thi/${entry.id}`;
    const form = entry.stage === 'submission' ? 'thong-tin' : 'hoan-thien';
    const nameIn = (items: { id: string; name: string }[], id: string) =>
      items.find((one) => one.id === id)?.name ?? id;
    return {
      head: headOf(entry),
      submitBlocked: entry.submittable.allow ? null : entry.submittable.reason,
      complete: entry.complete,
      again: entry.submissions.some((one) => one.stage === entry.stage),
      unsent: entry.unsent,
      clause: clauseLabel(doc, stage.clause),
      open: entry.tasks
        .filter((task) => task.blocking)
        .map((task) => ({
          label: task.label,
          href: taskHref(entry, task.id),
          // the declarations stand in full below
          messages:
            task.issues.length > 0 && task.id !== 'declarations'
              ? task.issues.map((issue) => issue.message)
              : [task.detail],
        })),
      waiting: entry.waiting,
      basics:
        entry.stage === 'submission'
          ? [
              { label: 'Tên sản phẩm', value: entry.title, href: `${root}/${form}#f-title` },
              ...(doc.pillars.items.length > 0
                ? [
                    {
                      label: 'Trụ cột',
                      value: entry.pillar ? nameIn(doc.pillars.items, entry.pillar) : null,
                      href: `${root}/${form}#f-pillar`,
                    },
                  ]
                : []),
              {
                label: 'Nội dung định hướng',
                value: entry.topics.map((id) => nameIn(doc.topics.items, id)),
                href: `${root}/${form}#f-topics`,
              },
              ...(doc.screening.enabled
                ? [
                    {
                      label: 'Gửi qua',
                      value: entry.unitName ?? 'Gửi thẳng về Ban Tổ chức',
                      href: `${root}/${form}#f-unitId`,
                    },
                  ]
                : []),
            ]
          : [],
      authors:
        entry.stage === 'submission'
          ? entry.authors.map((author) => ({
              label: author.fullName,
              value: [
                author.share ? formatShare(author.share) : 'chưa ghi tỷ lệ',
                [author.job, author.workplace].filter(Boolean).join(', '),
                author.declinedAt ? 'không nhận là đồng tác giả' : author.confirmedAt ? 'đã xác nhận' : 'chờ xác nhận',
              ].filter(Boolean),
              href: `${root}/tac-gia`,
            }))
          : [],
      answers: readAnswers(stage.fields, entry.values).map((answer) => ({
        label: answer.label,
        value: answer.value || null,
        href: `${root}/${form}#f-f-${answer.id}`,
      })),
      files: stage.files.map((requirement) => ({
        label: requirement.label,
        value: entry.files
          .filter((file) => file.requirementId === requirement.id && file.state !== 'rejected')
          .map(
            (file) =>
              `${file.name} (${formatBytes(file.size)}${lengthOf(file.facts)})${file.state === 'ready' ? '' : ', chưa sẵn sàng'}`,
          ),
        href: `${root}/tep#file-${requirement.id}`,
      })),
      declarations: stage.declarations.map((one) => ({
        label: one.text,
        value: entry.declarations.some((given) => given.id === one.id && given.version === one.version)
          ? 'Đồng ý'
          : one.required
            ? null
            : 'Không đồng ý (không bắt buộc)',
        href: `${root}/cam-ket`,
      })),
      now: ctx.now,
    };
  });

export const actions: Actions = {
  default: async ({ locals: { ctx }, params, request, url }) => {
    requireSignedIn(ctx, url);
    const data = await request.formData();
    const args = { entryId: params.id, version: Number(text(data, 'version')) };
    try {
      await (text(data, 'stage') === 'refinement' ? submitRefinement(ctx, args) : submitEntry(ctx, args));
    } catch (problem) {
      return refuse(problem, data);
    }
    goTo(`/bai-du-thi/${params.id}/bien-nhan`);
  },
};
