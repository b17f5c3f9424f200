const papers = /^\/(api\/bo-phieu|bo-phieu)(\/|$)/;

/**
 * Addresses at which papers of secret ballots are cast: no session is looked up for them, and the log keeps no line of them, so that nothing
 * here says who sent a paper from where and when.
 */
export const untraced = (path: string): boolean => papers.test(path);
