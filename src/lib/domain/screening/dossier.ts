/** A dossier as units and the secretariat read it: answers and files, put into words. */
export interface Answer {
  label: string;
  lines: string[];
  /** an address to open, when the answer is one */
  href?: string;
}

export interface DossierFile {
  id: string;
  label: string;
  name: string;
  size: number | null;
  kind: string | null;
  state: 'uploading' | 'quarantine' | 'ready' | 'rejected';
  message: string | null;
  /** what the check measured */
  seconds: number | null;
  height: number | null;
}
