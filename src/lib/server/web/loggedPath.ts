const secret =
  /^(\/(?:binh-chon\/xac-nhan|chia-se|nguoi-giam-ho|dong-tac-gia|lich|dat-lai-mat-khau|xac-nhan|xac-nhan-ho-so|loi-moi|giu-lai|quan-tri-dau-tien)\/).+/;

/** The path of a request as the log may keep it: whoever reads a secret in it could act for its owner. */
export const loggedPath = (path: string): string => path.replace(secret, '$1…');
