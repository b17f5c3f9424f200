/**
 * Text of the font encodings that Vietnamese offices used before Unicode, as it arrives when pasted from old Word files: TCVN3 ("ABC",
 * TCVN 5712:1993, VN3) and VNI-Windows. The bytes come as Latin letters and signs: "NguyÔn V¨n B×nh", "Nguyeãn Vaên Bình". Only what can
 * be read in one way is converted; the rest stays as it is, marked as doubtful. Works on raw text: `clean` takes away the soft hyphen,
 * which is "ư" in TCVN3.
 */
import { clean, cleanMultiline } from './text.ts';

export type LegacyEncoding = 'tcvn3' | 'vni';

const legacyNames: Record<LegacyEncoding, string> = { tcvn3: 'TCVN3 (ABC)', vni: 'VNI-Windows' };

export interface Reading {
  /** NFC */
  text: string;
  /** null: nothing had to be converted, or it could not be read with certainty */
  encoding: LegacyEncoding | null;
  /** looks like an old encoding, but cannot be read with certainty */
  doubtful: boolean;
}

/** Codes A1–FE of TCVN3 in their order; `.` is a code without a letter. Capitals with tones have no codes: capital fonts draw them. */
const TCVN3 = 'ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ';

const tcvn3Letters = new Map(
  [...TCVN3].flatMap((letter, i) => (letter === '.' ? [] : [[String.fromCharCode(0xa1 + i), letter] as const])),
);

const MARKS = { acute: '\u0301', grave: '\u0300', hook: '\u0309', tilde: '\u0303', dot: '\u0323' };
const TONE_MARKS = Object.values(MARKS).join('');

/** VNI writes the letter and then a second code for its tone, or for its hat and tone together. */
const vniTones = { ù: MARKS.acute, ø: MARKS.grave, û: MARKS.hook, õ: MARKS.tilde, ï: MARKS.dot };
const circumflex = '\u0302';
const breve = '\u0306';
const vniHats = {
  â: circumflex,
  á: circumflex + MARKS.acute,
  à: circumflex + MARKS.grave,
  å: circumflex + MARKS.hook,
  ã: circumflex + MARKS.tilde,
  ä: circumflex + MARKS.dot,
};
const vniBreves = {
  ê: breve,
  é: breve + MARKS.acute,
  è: breve + MARKS.grave,
  ú: breve + MARKS.hook,
  ü: breve + MARKS.tilde,
  ë: breve + MARKS.dot,
};
const vniAlone = { ñ: 'đ', ô: 'ơ', ö: 'ư', í: 'í', ì: 'ì', æ: 'ỉ', ó: 'ĩ', ò: 'ị', î: 'ỵ' };

const vniLetters = new Map<string, string>();
const upper = (text: string): string => text.toLocaleUpperCase('vi');
function addVni(code: string, letter: string): void {
  vniLetters.set(code, letter.normalize('NFC'));
  vniLetters.set(upper(code), upper(letter).normalize('NFC'));
  // a capital may carry its mark in small: "Aâ"
  vniLetters.set(upper(code[0]!) + code.slice(1), upper(letter).normalize('NFC'));
}
for (const [code, letter] of Object.entries(vniAlone)) addVni(code, letter);
for (const base of 'aeouy') for (const [code, mark] of Object.entries(vniTones)) addVni(base + code, base + mark);
for (const [base, letter] of [
  ['ô', 'ơ'],
  ['ö', 'ư'],
] as const)
  for (const [code, mark] of Object.entries(vniTones)) addVni(base + code, letter + mark);
for (const base of 'aeo') for (const [code, mark] of Object.entries(vniHats)) addVni(base + code, base + mark);
for (const [code, mark] of Object.entries(vniBreves)) addVni(`a${code}`, `a${mark}`);

// A word in Vietnamese spelling: onset, rime, tone ------------------------------------------------------------------------------
const ONSETS = 'ngh ng nh gh gi kh ph th tr ch qu b c d đ g h k l m n p r s t v x'.split(' ');
const RIMES = new Set(
  `a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
  e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu
  o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet ooc oong
  ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
  u uc ui um un ung up ut ua uân uât uâng uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ uy uya uych uyên uyêt uynh uyt uyu uyn uyp
  ư ưc ưi ưm ưn ưng ưt ưu ưa ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu yn ynh yt`.split(/\s+/),
);

/** Whether a word is spelled as Vietnamese is. Used to tell encodings apart, never to correct anybody. */
function isSyllable(word: string): boolean {
  const parts = word.toLocaleLowerCase('vi').normalize('NFD');
  const tones = [...parts].filter((one) => TONE_MARKS.includes(one));
  if (tones.length > 1) return false;
  const bare = [...parts]
    .filter((one) => !TONE_MARKS.includes(one))
    .join('')
    .normalize('NFC');
  const stopped = /[cpt]$|ch$/.test(bare);
  if (stopped && tones[0] !== MARKS.acute && tones[0] !== MARKS.dot) return false;
  return RIMES.has(bare) || ONSETS.some((onset) => bare.startsWith(onset) && RIMES.has(bare.slice(onset.length)));
}

/** Small, capital, or with a capital at its head: "BÕn" is none of these. */
const caseHolds = (word: string): boolean => {
  const tail = word.slice(1);
  return tail === tail.toLocaleLowerCase('vi') || word === upper(word);
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII as a range
const NOT_ASCII = /[^\u0000-\u007f]/;
/** letters that only Unicode has: whoever types them needs no conversion */
const UNICODE_ONLY = /[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]|\p{M}/u;
const WORD = /[A-Za-z\u00a1-\u00ff]+/g;
const LETTERS_ONLY = /^\p{L}+$/u;

function decodeTcvn3(word: string): string | null {
  let out = '';
  for (const char of word) {
    const letter = NOT_ASCII.test(char) ? tcvn3Letters.get(char) : char;
    if (letter === undefined) return null;
    out += letter;
  }
  return out;
}

function decodeVni(word: string): string | null {
  let out = '';
  for (let i = 0; i < word.length; i++) {
    const pair = vniLetters.get(word.slice(i, i + 2));
    const letter = pair ?? vniLetters.get(word[i]!) ?? (NOT_ASCII.test(word[i]!) ? undefined : word[i]!);
    if (letter === undefined) return null;
    if (pair !== undefined) i++;
    out += letter;
  }
  return out;
}

const decoders: Record<LegacyEncoding, (word: string) => string | null> = { tcvn3: decodeTcvn3, vni: decodeVni };

/** Every foreign word becomes Vietnamese, and at least one begins with a consonant: a lone "µm" proves nothing. */
function reads(words: string[], encoding: LegacyEncoding): boolean {
  let proof = false;
  for (const word of words) {
    const decoded = decoders[encoding](word);
    if (decoded === null || !isSyllable(decoded)) return false;
    if (!caseHolds(decoded) && encoding === 'vni') return false;
    const plain = decoded.toLocaleLowerCase('vi');
    if (plain.length > 1 && ONSETS.some((onset) => plain.startsWith(onset))) proof = true;
  }
  return proof;
}

/** Capital fonts of TCVN3 draw small codes as capitals: in a capital word every letter is one. */
function capitalWords(text: string): (word: string, decoded: string) => string {
  const ascii = text.replace(/[^A-Za-z]/g, '');
  const shouted = ascii.length > (text.match(WORD) ?? []).length && ascii === ascii.toUpperCase();
  return (word, decoded) => {
    const own = word.replace(/[^A-Za-z]/g, '');
    const capital = own === own.toUpperCase() && (shouted || own.length > 1);
    return capital ? upper(decoded) : decoded;
  };
}

function convert(text: string, encoding: LegacyEncoding): string {
  const capital = encoding === 'tcvn3' ? capitalWords(text) : (_: string, decoded: string) => decoded;
  return text.replace(WORD, (word) => (NOT_ASCII.test(word) ? capital(word, decoders[encoding](word) ?? word) : word));
}

/** Reads text in an old font encoding where that is certain. Raw text in; NFC out, otherwise unchanged. */
export function fromLegacy(text: string): Reading {
  const plain = text.normalize('NFC');
  const as = (encoding: LegacyEncoding | null, doubtful = false): Reading => ({
    text: encoding ? convert(plain, encoding).normalize('NFC') : plain,
    encoding,
    doubtful,
  });
  if (UNICODE_ONLY.test(plain)) return as(null);
  // signs between spaces ("3 × 4") belong to no encoding
  const words = (plain.match(WORD) ?? []).filter((word) => NOT_ASCII.test(word) && !/^[^A-Za-z\p{L}]$/u.test(word));
  const strange = words.filter((word) => !(LETTERS_ONLY.test(word) && caseHolds(word) && isSyllable(word)));
  if (strange.length === 0) return as(null);
  const found = (['tcvn3', 'vni'] as const).filter((encoding) => reads(words, encoding));
  if (found.length === 1) return as(found[0]!);
  // letters and signs in one word, or two readings: somebody should look
  const mixed = strange.some((word) => /[A-Za-z]/.test(word) && /[^\p{L}]/u.test(word));
  return as(null, found.length > 1 || mixed);
}

/** What a form field holds after an old encoding, combining marks and strange spaces were put in order. */
export interface Tidied {
  text: string;
  /** "đã chuyển từ …, hãy kiểm tra"; null: nothing worth saying was changed */
  note: string | null;
}

/** One field as somebody pasted it, cleaned, with a sentence on what was changed. */
export function tidyTyped(raw: string, lines: 'one' | 'many' = 'one'): Tidied {
  const { text, encoding, doubtful } = fromLegacy(raw);
  const tidy = lines === 'one' ? clean(text) : cleanMultiline(text);
  if (encoding)
    return { text: tidy, note: `Đã chuyển từ phông chữ ${legacyNames[encoding]} sang Unicode, hãy kiểm tra.` };
  if (doubtful)
    return {
      text: tidy,
      note: 'Có chữ giống phông chữ cũ (TCVN3 hoặc VNI) nhưng không chắc để chuyển. Hãy kiểm tra và gõ lại nếu sai dấu.',
    };
  return { text: tidy, note: null };
}

/** All letters are capitals, and there are enough of them for that to mean something. */
export function isShouted(name: string): boolean {
  const letters = name.match(/\p{L}/gu) ?? [];
  return letters.length > 2 && letters.every((letter) => letter === upper(letter)) && /\p{L}{2}/u.test(name);
}

/** 'NGUYỄN VĂN A' → 'Nguyễn Văn A', for names of persons. A name in mixed case stays as it is. */
export function properCase(name: string): string {
  const tidy = clean(name);
  if (!isShouted(tidy)) return tidy;
  return tidy
    .toLocaleLowerCase('vi')
    .replace(/(^|[\s'-])(\p{L})/gu, (_, before: string, first: string) => before + upper(first));
}
