import type { Cast } from '../../support/cast.ts';
import { at, everyone, inner, type Rule, rule } from '../rules.ts';

/** The unit's own people, those above it, overseers. */
const seeing = inner('coordinator auditor admin');
/** Only who nominates for the unit; those who look on are told so. */
const nominating = inner('coordinator', 'auditor admin');
const ofUnit = ({ award, movement }: Cast) => ({
  unitId: movement.participants.own,
  call: award.call.slug,
  dossierId: award.dossiers.draft,
  format: 'pdf',
  paper: 'to-trinh',
});
const own = (base: Rule, more: Omit<Rule, 'expected'> = {}) => at(base, { where: ofUnit, ...more });
const elsewhere = (base: Rule, more: (cast: Cast) => Record<string, string>, says: string) =>
  at(base, { where: (cast) => ({ ...ofUnit(cast), ...more(cast) }), says });
const N = '/xet-khen/don-vi/[unitId]';
const D = `${N}/[call]/[dossierId]`;

const nobody = inner('');
const signedIn = rule('', 'ok', { 'sign-in': 'visitor' });

export const nominationRows: Record<string, Rule | Rule[]> = {
  [`GET ${N}`]: [
    own(seeing),
    elsewhere(inner('auditor admin'), ({ movement }) => ({ unitId: movement.participants.other }), 'of another unit'),
  ],
  [`GET ${N}/[call]`]: [
    own(seeing),
    elsewhere(nobody, ({ award }) => ({ call: award.draftCall.slug }), 'that is being written'),
  ],
  [`GET ${N}/[call]/them`]: own(nominating),
  [`POST ${N}/[call]/them`]: own(nominating),
  [`GET ${N}/[call]/to-trinh`]: own(seeing),
  [`POST ${N}/[call]/to-trinh?/save`]: own(nominating),
  [`POST ${N}/[call]/to-trinh?/remove`]: own(nobody, { says: 'a file that is not there' }),
  [`GET ${N}/[call]/thay-nguoi-ky`]: own(nominating),
  [`POST ${N}/[call]/thay-nguoi-ky`]: own(nominating),
  [`GET ${N}/[call]/bien-ban`]: own(seeing),
  [`POST ${N}/[call]/bien-ban?/save`]: own(nominating),
  [`POST ${N}/[call]/bien-ban?/remove`]: own(nobody, { says: 'a file that is not there' }),
  [`GET ${N}/[call]/so-luong`]: own(seeing),
  [`POST ${N}/[call]/so-luong`]: own(nominating),
  [`GET ${N}/[call]/gui`]: own(seeing),
  [`POST ${N}/[call]/gui`]: own(nominating),
  [`GET ${N}/[call]/giay/[paper].[format]`]: own(seeing),
  [`GET ${D}`]: [
    own(seeing),
    elsewhere(nobody, ({ award }) => ({ dossierId: award.dossiers.other }), 'of another unit under this address'),
  ],
  [`POST ${D}?/withdraw`]: own(nominating),
  [`GET ${D}/doi-tuong`]: own(seeing),
  [`POST ${D}/doi-tuong`]: own(nominating),
  [`GET ${D}/bao-cao`]: own(seeing),
  [`POST ${D}/bao-cao`]: own(nominating),
  [`GET ${D}/bao-cao.[format]`]: own(seeing),
  [`GET ${D}/tieu-chi`]: own(seeing),
  [`POST ${D}/tieu-chi`]: own(nominating),
  [`GET ${D}/minh-chung`]: own(seeing),
  [`POST ${D}/minh-chung?/save`]: own(nominating),
  [`POST ${D}/minh-chung?/remove`]: own(nobody, { says: 'a file that is not there' }),
  [`GET ${D}/xem`]: own(seeing),
  [`GET ${D}/xac-nhan`]: own(seeing),
  [`POST ${D}/xac-nhan?/mail`]: own(nominating),
  [`POST ${D}/xac-nhan?/print`]: own(nominating),
  [`POST ${D}/xac-nhan?/paper`]: own(nominating),
  [`POST ${D}/xac-nhan?/remove`]: own(nobody, { says: 'a file that is not there' }),
  'GET /xac-nhan-ho-so/[token]': at(everyone, {
    where: (cast) => ({ token: cast.tokens['award-subject'] }),
    says: 'whoever holds the link',
  }),
  'POST /xac-nhan-ho-so/[token]': at(everyone, {
    where: (cast) => ({ token: cast.tokens['award-subject'] }),
    says: 'whoever holds the link',
  }),
  'GET /khen-cua-toi': signedIn,
  'GET /khen-cua-toi/[dossierId]': at(rule('', 'hidden', { 'sign-in': 'visitor' }), {
    where: (cast) => ({ dossierId: cast.award.dossiers.draft }),
    says: 'about somebody else',
  }),
  'POST /khen-cua-toi/[dossierId]': at(rule('', 'hidden', { 'sign-in': 'visitor' }), {
    where: (cast) => ({ dossierId: cast.award.dossiers.draft }),
    says: 'about somebody else',
  }),
};
