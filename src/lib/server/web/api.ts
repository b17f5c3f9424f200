import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import type { StartUploadRequest, UploadTarget } from '#lib/domain/file/api.ts';
import { RuleError } from '#lib/domain/kernel/errors.ts';

const id = v.optional(v.pipe(v.string(), v.uuid()));
const target = v.object({
  entryId: id,
  stage: v.optional(v.picklist(['submission', 'refinement'])),
  requirementId: v.optional(v.pipe(v.string(), v.maxLength(100))),
  programmeId: id,
  unitId: id,
  obligationId: id,
  exampleId: id,
  valueId: id,
  inspectionId: id,
  findingId: id,
  callId: id,
  submissionId: id,
  dossierId: id,
  opinionId: id,
  meetingId: id,
  decisionId: id,
  revocationId: id,
  forwardingId: id,
  role: v.optional(v.pipe(v.string(), v.maxLength(100))),
} satisfies Record<keyof UploadTarget, v.GenericSchema>);

const upload = v.object({
  purpose: v.picklist(['entry', 'letter', 'document', 'news', 'report', 'evidence', 'example', 'inspection', 'award']),
  target,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
  size: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

const malformed = () =>
  new RuleError({
    code: 'malformed',
    status: 400,
    message: 'Yêu cầu gửi lên không đúng dạng. Hãy tải lại trang rồi thử lại.',
  });

/** Reads an upload request from untrusted JSON. @throws RuleError 400 */
export function uploadRequest(body: unknown): StartUploadRequest {
  const parsed = v.safeParse(upload, body);
  if (!parsed.success) throw malformed();
  // parsed values only differ from the interface in writing absent keys as undefined
  return parsed.output as StartUploadRequest;
}

const blindRequest = v.object({ blinded: v.pipe(v.string(), v.maxLength(1000)) });
const ballotPaper = v.object({
  serial: v.pipe(v.string(), v.maxLength(40)),
  signature: v.pipe(v.string(), v.maxLength(1000)),
  choices: v.record(v.pipe(v.string(), v.uuid()), v.string()),
});

const like = v.object({ like: v.boolean(), proof: v.nullish(v.string()) });
const passOn = v.object({ proof: v.nullish(v.string()) });
const beginView = v.object({ code: v.pipe(v.string(), v.maxLength(40)) });
const endView = v.object({
  ticket: v.pipe(v.string(), v.maxLength(500)),
  seconds: v.pipe(v.number(), v.minValue(0), v.maxValue(86_400)),
});

const reading =
  <T extends v.GenericSchema>(shape: T) =>
  (body: unknown): v.InferOutput<T> => {
    const parsed = v.safeParse(shape, body);
    if (!parsed.success) throw malformed();
    return parsed.output;
  };

/** What the scripts of a work's page send, from untrusted JSON. @throws RuleError 400 */
export const interactionRequest = {
  like: reading(like),
  passOn: reading(passOn),
  beginView: reading(beginView),
  endView: reading(endView),
};

/** What a voter's browser sends in a secret ballot, from untrusted JSON. @throws RuleError 400 */
export const ballotRequest = { blind: reading(blindRequest), paper: reading(ballotPaper) };

/** Runs an interface's work; a refusal becomes JSON with its status, a defect goes on up. */
export async function answering(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (problem) {
    if (problem instanceof SyntaxError) return answering(() => Promise.reject(malformed()));
    if (!(problem instanceof RuleError)) throw problem;
    return json(
      {
        code: problem.code,
        message: problem.message,
        ...(problem.clause ? { clause: problem.clause } : {}),
        issues: problem.issues,
      },
      { status: problem.status },
    );
  }
}
