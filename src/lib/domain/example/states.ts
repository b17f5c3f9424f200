/** The way of a good example (điển hình, cách làm hay) from a unit's draft to everyone's eyes (Q25-14). */
export type ExampleState = 'draft' | 'submitted' | 'returned' | 'published' | 'withdrawn';
export type ExampleKind = 'model' | 'initiative' | 'person';
export type ReplicaState = 'said' | 'confirmed' | 'refused';

export const exampleStates: Record<ExampleState, { label: string; tone: 'plain' | 'info' | 'warn' | 'good' }> = {
  draft: { label: 'Bản nháp', tone: 'plain' },
  submitted: { label: 'Chờ xem xét', tone: 'info' },
  returned: { label: 'Trả lại để sửa', tone: 'warn' },
  published: { label: 'Đã công bố', tone: 'good' },
  withdrawn: { label: 'Đã gỡ', tone: 'plain' },
};

export const exampleKinds: Record<ExampleKind, string> = {
  model: 'Mô hình, cách làm hay',
  initiative: 'Sáng kiến, giải pháp',
  person: 'Tập thể, cá nhân tiêu biểu',
};

export const replicaStates: Record<ReplicaState, { label: string; tone: 'info' | 'good' | 'plain' }> = {
  said: { label: 'Chờ xác nhận', tone: 'info' },
  confirmed: { label: 'Đã xác nhận', tone: 'good' },
  refused: { label: 'Không xác nhận', tone: 'plain' },
};

export type ExampleAct = 'submit' | 'return' | 'publish' | 'withdraw';

// A published one can be returned: it leaves the public pages at once, is mended and published again.
const ways: Record<ExampleAct, { from: ExampleState[]; to: ExampleState }> = {
  submit: { from: ['draft', 'returned'], to: 'submitted' },
  return: { from: ['submitted', 'published'], to: 'returned' },
  publish: { from: ['submitted'], to: 'published' },
  withdraw: { from: ['draft', 'submitted', 'returned', 'published'], to: 'withdrawn' },
};

/** The state after an act; null where the act is not possible now. */
export const afterAct = (state: ExampleState, act: ExampleAct): ExampleState | null =>
  ways[act].from.includes(state) ? ways[act].to : null;

/** Whether the unit may still write in it. */
export const isOpen = (state: ExampleState): boolean => state === 'draft' || state === 'returned';
