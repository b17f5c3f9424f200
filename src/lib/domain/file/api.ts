import type { FilePurpose } from './kind.ts';
import type { Finding } from './requirement.ts';

/** Where a file belongs. Only what its purpose needs is set; the server checks each id against the policy. */
export interface UploadTarget {
  entryId?: string;
  stage?: 'submission' | 'refinement';
  requirementId?: string;
  programmeId?: string;
  unitId?: string;
  obligationId?: string;
  exampleId?: string;
  valueId?: string;
  inspectionId?: string;
  findingId?: string;
  callId?: string;
  submissionId?: string;
  dossierId?: string;
  opinionId?: string;
  meetingId?: string;
  decisionId?: string;
  revocationId?: string;
  forwardingId?: string;
  /** what the file is for the thing it hangs on, where that has several kinds */
  role?: string;
}

/** `POST /api/tep`: asks for a place for a file that is about to be uploaded. */
export interface StartUploadRequest {
  purpose: FilePurpose;
  target: UploadTarget;
  name: string;
  /** bytes */
  size: number;
}

/** 201. The file's row exists in state `uploading`; its bytes go to `tusUrl` by the tus protocol with metadata `{ fileId }`. */
export interface StartUploadResponse {
  fileId: string;
  /** creation address of the tus server: "/api/tus" */
  tusUrl: string;
}

/** Any refusal of the upload interfaces: status 4xx with this body. */
export interface UploadRefusal {
  code: string;
  message: string;
}

type FileState = 'uploading' | 'quarantine' | 'ready' | 'rejected';

/** `GET /api/tep/<fileId>/trang-thai` */
export interface FileStateResponse {
  state: FileState;
  /** Why it was rejected, or null. */
  message: string | null;
  warnings?: Finding[];
}

/** One file that is already there, as the upload component shows it. */
export interface ExistingFile {
  id: string;
  name: string;
  /** bytes */
  size: number;
  state: FileState;
  message?: string | null;
  warnings?: Finding[];
  /** address to look at it, when ready */
  href?: string;
  /** a version of a video for slow lines, size in bytes */
  light?: { href: string; size: number };
}

/** Query parameter with which `/api/tai-tep` sends a browser back after a refusal; its value is a key of `uploadProblems`. */
export const uploadProblemParameter = 'loi-tep';

/** Codes instead of texts travel in the address, so that nobody can put words on our page by a link. */
export const uploadProblems: Record<string, string> = {
  'file.none': 'Bạn chưa chọn tệp. Hãy bấm “Chọn tệp” rồi tải lên lại.',
  'file.empty': 'Tệp rỗng (0 byte). Hãy kiểm tra lại tệp trên máy rồi chọn lại.',
  'file.too-large': 'Tệp nặng hơn mức cho phép của mục này. Hãy giảm dung lượng rồi tải lên lại.',
  'file.wrong-kind': 'Mục này không nhận loại tệp bạn đã chọn. Hãy chọn tệp khác.',
  'file.too-many': 'Mục này đã đủ số tệp. Hãy gỡ một tệp trước khi tải tệp mới.',
  'file.interrupted': 'Kết nối bị ngắt khi đang tải tệp. Hãy tải lên lại.',
  'file.refused': 'Bạn không tải được tệp vào mục này. Hãy tải lại trang để xem trạng thái mới nhất.',
  'file.failed': 'Máy chủ chưa lưu được tệp. Hãy thử lại sau ít phút.',
};

/** The sentence for a code in the address, or null. Unknown codes get a general sentence. */
export function uploadProblem(code: string | null): string | null {
  if (!code) return null;
  return uploadProblems[code] ?? 'Tệp chưa tải lên được. Hãy thử lại.';
}
