import { describeRequirement } from '#lib/domain/file/requirement.ts';
import { votingPhase } from '#lib/domain/gallery/voting.ts';
import { quotaOf } from '#lib/server/entry/quota.ts';
import { someWorks } from '#lib/server/gallery/items.ts';
import { placeSeed } from '#lib/server/gallery/order.ts';
import { demoValues, requirePublic } from '#lib/server/publication/contestPage.ts';
import { documentFiles } from '#lib/server/publication/documents.ts';
import { publishedNews } from '#lib/server/publication/news.ts';
import { loading } from '#lib/server/web/forms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
  loading(async () => {
    const { ctx } = locals;
    const programme = await requirePublic(ctx, params.slug);
    const { id, doc } = programme;
    const documents = doc.documents.filter((d) => d.public && d.number);
    const [files, news, works, quota] = await Promise.all([
      documentFiles(ctx.app.db, documents),
      publishedNews(ctx.app.db, { programmeId: id, limit: 3 }),
      doc.gallery
        ? someWorks(ctx.app.db, programme, { seed: await placeSeed(ctx, `front ${id}`), count: 3 })
        : Promise.resolve([]),
      quotaOf(ctx, programme),
    ]);
    return {
      quota,
      summary: doc.summary,
      purposes: doc.purposes,
      pillars: doc.pillars,
      topics: doc.topics,
      eligibility: {
        clause: doc.eligibility.clause,
        entrants: doc.eligibility.entrants,
        excludedNote: doc.eligibility.excludedNote,
        minShare: doc.eligibility.minShare,
        mostAuthors: Math.floor(100 / doc.eligibility.minShare),
        perPerson: doc.eligibility.maxEntriesPerPerson.value,
        recognisedClause: doc.eligibility.recognisedProducts?.clause ?? null,
      },
      timeline: doc.timeline,
      dossier: doc.dossier
        .filter((stage) => stage.id === 'submission')
        .map((stage) => ({
          clause: stage.clause,
          files: stage.files.map((file) => ({
            id: file.id,
            label: file.label,
            hint: file.hint,
            what: describeRequirement(file),
          })),
        })),
      screening: doc.screening,
      show: doc.gallery
        ? { name: doc.gallery.name, clause: doc.gallery.clause, until: doc.interaction?.freezeAt ?? null }
        : null,
      prizes: {
        clause: doc.prizes.clause,
        tiers: doc.prizes.tiers,
        certificate: doc.prizes.certificate.title,
        total: doc.prizes.tiers.reduce((total, tier) => total + (tier.count ?? 0) * tier.amount, 0),
      },
      organisers: doc.organisers,
      standingAgency: doc.standingAgency,
      committees: doc.committees.filter((c) => c.public && c.members.length > 0),
      contacts: doc.contacts,
      demo: demoValues(doc),
      documents: documents.slice(0, 4).map((d) => ({ ...d, file: d.fileId ? (files.get(d.fileId) ?? null) : null })),
      news,
      gallery: doc.gallery && works.length > 0 ? { name: doc.gallery.name, works } : null,
      voting: works.length > 0 && doc.interaction !== undefined && votingPhase(doc.interaction, ctx.now) === 'counting',
    };
  });
