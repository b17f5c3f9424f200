import type { OwnPaper } from './blindPaper.ts';

/** Where this browser keeps the paper of one member in one ballot: nobody else has it. */
const keyOf = (ballotId: string, memberId: string): string => `lantoa-phieu-${ballotId}-${memberId}`;

export function keptPaper(ballotId: string, memberId: string): OwnPaper | null {
  try {
    const text = localStorage.getItem(keyOf(ballotId, memberId));
    return text ? (JSON.parse(text) as OwnPaper) : null;
  } catch {
    return null;
  }
}

/** @returns false: this browser keeps nothing (private window, full store), so a paper would be lost with the page */
export function keepPaper(ballotId: string, memberId: string, paper: OwnPaper): boolean {
  try {
    localStorage.setItem(keyOf(ballotId, memberId), JSON.stringify(paper));
    return true;
  } catch {
    return false;
  }
}

export function forgetPaper(ballotId: string, memberId: string): void {
  try {
    localStorage.removeItem(keyOf(ballotId, memberId));
  } catch {
    // nothing was kept
  }
}
