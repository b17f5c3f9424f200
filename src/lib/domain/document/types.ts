/**
 * What printed documents need, as plain data: dates are ISO days ("2026-03-05"), instants are `Date`, money is integer đồng,
 * scores and shares are decimal strings. Templates only lay out; whoever calls decides what is said.
 */

/** ISO day "2026-03-05", meant in the programme's time zone. */
export type IsoDay = string;

/**
 * `state`: national heading of Decree 30/2020/NĐ-CP. `party`: "ĐẢNG CỘNG SẢN VIỆT NAM", issuer with an asterisk.
 * `committee`: a contest's committee on its own paper, without national heading.
 */
export type HeadKind = 'state' | 'party' | 'committee';

export interface DocumentHead {
  kind: HeadKind;
  /** superior body, above the issuer */
  parent?: string;
  issuer: string;
  /** "12/BB-BTC", "02-KH/BCĐ"; null: to be written by hand after "Số:"; left out: the document bears no number */
  number?: string | null;
  /** official letters: what follows "V/v " under the number */
  subject?: string;
  place?: string;
  /** null: day and month are left open for the pen, with `year` printed */
  date?: IsoDay | null;
  year?: number;
  draft?: boolean;
}

export interface Signer {
  /** one line each, outermost first: ["TM. BAN TỔ CHỨC", "KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"] */
  capacity: string[];
  name?: string | null;
  /** e.g. "(Ký, ghi rõ họ tên)" */
  note?: string;
}

/** Where a reader checks the document. The code is also printed in letters, for those who cannot scan. */
export interface Verification {
  url: string;
  code: string;
}

/** The instant the document was made. Same data, same bytes. */
interface Made {
  madeAt: Date;
}

export interface Certificate {
  kind: HeadKind;
  /** "Ban Tổ chức Cuộc thi …"; printed in capitals */
  issuer: string;
  /** "Giấy chứng nhận" */
  title: string;
  /** an SVG picture (emblem of the state, the Party or the province), if the programme has one */
  emblem?: string;
  /** the author or the group */
  recipients: { name: string; workplace?: string }[];
  /** "giải Nhất" */
  prize: string;
  entryTitle: string;
  contestName: string;
  /** "12/GCN-BTC" */
  number?: string | null;
  /** number in the register of awards ("Số sổ vàng") */
  registerNumber?: string;
  decision?: { number: string; date: IsoDay };
  place: string;
  date: IsoDay | null;
  year?: number;
  signer: Signer;
  verification: Verification;
}

interface AuthorLine {
  name: string;
  workplace?: string;
  /** percent, decimal string */
  share: string;
}

export interface Receipt extends Made {
  head: DocumentHead;
  contestName: string;
  /** "CDS26-00042" */
  entryCode: string;
  receiptNumber: string;
  /** the server's clock when the submission was accepted */
  submittedAt: Date;
  version?: number;
  title: string;
  pillar?: string;
  unit?: string;
  submittedBy?: string;
  authors: AuthorLine[];
  files: { label: string; name: string; bytes: number; sha256: string }[];
  declarations: string[];
  /** SHA-256 over form and files of this submission */
  hash: string;
  verification: Verification;
}

export interface RegistrationForm extends Made {
  head: DocumentHead;
  contestName: string;
  entryCode?: string;
  title: string;
  pillar?: string;
  topics: string[];
  unit?: string;
  authors: (AuthorLine & { birthYear?: string; position?: string; phone?: string; email?: string; address?: string })[];
  /** the programme's own fields, in its order */
  answers: { label: string; value: string }[];
  /** "01 video clip giới thiệu (8 phút 30 giây)" */
  files: string[];
  declarations: { text: string; accepted: boolean }[];
  place: string;
  date: IsoDay | null;
  year?: number;
  signers: Signer[];
}

export interface ScoreSheet extends Made {
  head: DocumentHead;
  contestName: string;
  roundName: string;
  judge: { name: string; position?: string };
  /** a blind round passes the code alone */
  entry: { code: string; title?: string };
  criteria: { name: string; hint?: string; max: string; score: string | null; comment?: string }[];
  max: string;
  total: string | null;
  comment?: string;
  /** null: not signed yet, to be signed by hand */
  signature: { at: Date; hash: string } | null;
}

interface RankingRow {
  rank: number | null;
  code: string;
  title: string;
  authors?: string;
  /** in the order of `judges`; null: this judge was not assigned or recused */
  scores: (string | null)[];
  mean: string | null;
  /** how a tie was broken, goes on to the final, … */
  note?: string;
}

export interface Ranking {
  /** short column heads: "GK1" or initials */
  judges: string[];
  rows: RankingRow[];
  /** method, tie rules, who is behind "GK1" */
  notes: string[];
}

export interface RankingDocument extends Made {
  head: DocumentHead;
  /** "Bảng tổng hợp kết quả chấm" */
  kind?: string;
  about: string;
  ranking: Ranking;
  receivers: string[];
  signer: Signer;
}

export interface Minutes extends Made {
  head: DocumentHead;
  /** "tổng hợp kết quả chấm vòng Sơ khảo …" */
  about: string;
  /** time, place, legal basis */
  opening: string[];
  attendance: { title: string; people: { name: string; position: string; present: boolean; reason?: string }[] }[];
  content: string[];
  ranking: Ranking;
  conclusions: string[];
  closing: string;
  /** secretary first, chair last (right) */
  signers: Signer[];
}

export interface SubmissionLetter extends Made {
  head: DocumentHead;
  /** `letter` (công văn) has no name of its own; `submission` is "Tờ trình" */
  kind: 'letter' | 'submission';
  about: string;
  to: string[];
  basis: string[];
  paragraphs: string[];
  items: { code: string; title: string; authors: string[]; rank?: number | null }[];
  closing: string[];
  receivers: string[];
  signer: Signer;
}

export interface Budget extends Made {
  head: DocumentHead;
  about: string;
  opening: string[];
  sections: {
    title: string;
    lines: { name: string; unit: string; quantity: number; unitPrice: number; note?: string }[];
  }[];
  notes: string[];
  receivers: string[];
  signer: Signer;
}

export interface AwardTier {
  /** "Giải Nhất" */
  name: string;
  /** integer đồng for each prize */
  amount: number;
  winners: {
    code: string;
    title: string;
    authors: { name: string; workplace?: string }[];
    honours?: string;
    /** score or interactions by which it was given */
    figure?: string;
  }[];
}

export interface AwardList extends Made {
  head: DocumentHead;
  about: string;
  /** "(Kèm theo Quyết định số …)" */
  decision?: string;
  tiers: AwardTier[];
  /** how the figures beside the prizes came about, in sentences */
  notes?: string[];
  receivers: string[];
  signer: Signer;
}

interface EntryListRow {
  no: number;
  code: string;
  title: string;
  authors: { name: string; workplace?: string }[];
  unit?: string;
  submittedAt: Date;
  /** came later and why, or left since and why */
  note?: string;
}

/** The closed list of entries (K24-8). */
export interface EntryList extends Made {
  head: DocumentHead;
  about: string;
  closedAt: Date;
  closedBy: string;
  rows: EntryListRow[];
  /** joined after the list was closed, each with its reason */
  addenda: EntryListRow[];
  /** what happened to listed entries since, as sentences */
  changes: string[];
  /** SHA-256 of the closed part */
  hash: string;
  receivers: string[];
  signer: Signer;
}

export interface ReportTable {
  title: string;
  /** the first column is text, the others are figures */
  columns: string[];
  rows: string[][];
  /** the last row holds totals */
  totals?: boolean;
}

export interface ClosingReport extends Made {
  head: DocumentHead;
  about: string;
  opening: string[];
  /** `awards: true` puts the table of prizes at the end of that section */
  sections: { title: string; paragraphs: string[]; tables?: ReportTable[]; awards?: boolean }[];
  tiers: AwardTier[];
  receivers: string[];
  signer: Signer;
}

export interface PaperTable {
  title?: string;
  columns: { label: string; numeric?: boolean /** share of the width */; weight?: number }[];
  rows: string[][];
  /** small line beneath it */
  note?: string;
}

/** A plot as SVG; Word gets it as PNG. */
export interface PaperPlot {
  svg: string;
  /** what a reader who does not see it is told */
  alt: string;
  caption: string;
  /** pixels, for its shape */
  width: number;
  height: number;
}

export interface PaperSection {
  /** 1: "I. …", 2: "1. …" beneath it */
  level: 1 | 2;
  title: string;
  /** each may hold line ends */
  paragraphs: string[];
  /** what others wrote, with their name, beneath the paragraphs */
  quotes?: { text: string; by: string }[];
  tables?: PaperTable[];
  plots?: PaperPlot[];
}

/** What follows the signature, on pages of its own. */
export interface PaperAppendix {
  title: string;
  /** "(Kèm theo Báo cáo số …)" */
  note: string;
  landscape: boolean;
  tables: PaperTable[];
}

/** A plan or a report in administrative form (Decree 30/2020), to be signed and sent. */
export interface AdministrativePaper extends Made {
  head: DocumentHead;
  /** "Báo cáo", "Kế hoạch" */
  name: string;
  about: string;
  /** Kính gửi */
  to?: string[];
  /** căn cứ, in italics */
  basis?: string[];
  opening: string[];
  /** a decision: who decides stands above the basis, the articles below "QUYẾT ĐỊNH:" instead of sections */
  decides?: { by: string; articles: string[] };
  sections: PaperSection[];
  closing: string[];
  receivers: string[];
  /** two sides sign, the one in the chair at the right; then nobody receives it */
  signer: Signer | [Signer, Signer];
  appendices?: PaperAppendix[];
  /** small line at the bottom of each page */
  footer?: string;
}

/** What the blank form for download is made from: a programme's dossier and the contest's names. */
export interface BlankForm {
  contestName: string;
  theme?: string;
  year: number;
  place: string;
  pillars: string[];
  topics: string[];
  maxAuthors: number;
  /** percent */
  minShare: number;
  note?: string;
}

/** A certificate of commendation, each line ready to be set into its place. */
export interface Diploma {
  /** fields of the layout by id; a field without text is left out */
  texts: Record<string, string>;
  verification: Verification;
}
