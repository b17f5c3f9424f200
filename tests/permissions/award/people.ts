import { inner } from '../rules.ts';

/** Everyone with any work in commendation. */
const awardPeople = 'coordinator appraiser councilMember leader auditor admin';
/** Who has business in the rooms of the call: its standing unit, those on its path, overseers. */
const callPeople = 'appraiser leader auditor admin';

/** A room of commendation that all enter who work in it. */
export const awardRoom = inner(awardPeople);
/** A room of the call. */
export const inCall = inner(callPeople);
/** An act of the standing unit; those who look on are told whose it is. */
export const standing = inner('appraiser', 'leader auditor admin');
