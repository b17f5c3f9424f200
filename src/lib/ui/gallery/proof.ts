/** Asks for a challenge and has it solved beside the page. */

/** A proof is good for so long; an older one is computed again. */
const freshMs = 15 * 60_000;

function solve(solver: string, challenge: unknown): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(solver);
    worker.onmessage = ({ data: solution }) => {
      worker.terminate();
      if (solution) resolve(JSON.stringify({ challenge, solution }));
      else reject(new Error('no solution'));
    };
    worker.onerror = () => {
      worker.terminate();
      reject(new Error('the solver broke off'));
    };
    worker.postMessage(challenge);
  });
}

async function fetchAndSolve(solver: string): Promise<string> {
  const answer = await fetch('/api/thu-vien/bai-toan');
  if (!answer.ok) throw new Error(`challenge: ${answer.status}`);
  return solve(solver, await answer.json());
}

/**
 * Computes in advance, hands out once. Where the browser cannot (a page without https has no such functions, an old browser no
 * workers), the proof is '' and the server is stricter.
 */
export function proofs(solver: string) {
  let waiting: { proof: Promise<string>; since: number } | null = null;
  const prepare = () => {
    if (waiting && Date.now() - waiting.since < freshMs) return waiting.proof;
    const able = typeof Worker === 'function' && globalThis.crypto?.subtle !== undefined;
    const proof = able ? fetchAndSolve(solver).catch(() => '') : Promise.resolve('');
    waiting = { proof, since: Date.now() };
    return proof;
  };
  return {
    prepare,
    take: () => {
      const proof = prepare();
      waiting = null;
      return proof;
    },
  };
}
