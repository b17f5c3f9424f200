import { describe, expect, it } from 'vitest';
import { fromLegacy, isShouted, properCase, tidyTyped } from './legacyText.ts';

// Written down from the standards a second time, in another shape than the rules hold them.
const tcvn3Codes: Record<string, number> = {
  Ă: 0xa1,
  Â: 0xa2,
  Ê: 0xa3,
  Ô: 0xa4,
  Ơ: 0xa5,
  Ư: 0xa6,
  Đ: 0xa7,
  ă: 0xa8,
  â: 0xa9,
  ê: 0xaa,
  ô: 0xab,
  ơ: 0xac,
  ư: 0xad,
  đ: 0xae,
  à: 0xb5,
  ả: 0xb6,
  ã: 0xb7,
  á: 0xb8,
  ạ: 0xb9,
  ằ: 0xbb,
  ẳ: 0xbc,
  ẵ: 0xbd,
  ắ: 0xbe,
  ặ: 0xc6,
  ầ: 0xc7,
  ẩ: 0xc8,
  ẫ: 0xc9,
  ấ: 0xca,
  ậ: 0xcb,
  è: 0xcc,
  ẻ: 0xce,
  ẽ: 0xcf,
  é: 0xd0,
  ẹ: 0xd1,
  ề: 0xd2,
  ể: 0xd3,
  ễ: 0xd4,
  ế: 0xd5,
  ệ: 0xd6,
  ì: 0xd7,
  ỉ: 0xd8,
  ĩ: 0xdc,
  í: 0xdd,
  ị: 0xde,
  ò: 0xdf,
  ỏ: 0xe1,
  õ: 0xe2,
  ó: 0xe3,
  ọ: 0xe4,
  ồ: 0xe5,
  ổ: 0xe6,
  ỗ: 0xe7,
  ố: 0xe8,
  ộ: 0xe9,
  ờ: 0xea,
  ở: 0xeb,
  ỡ: 0xec,
  ớ: 0xed,
  ợ: 0xee,
  ù: 0xef,
  ủ: 0xf1,
  ũ: 0xf2,
  ú: 0xf3,
  ụ: 0xf4,
  ừ: 0xf5,
  ử: 0xf6,
  ữ: 0xf7,
  ứ: 0xf8,
  ự: 0xf9,
  ỳ: 0xfa,
  ỷ: 0xfb,
  ỹ: 0xfc,
  ý: 0xfd,
  ỵ: 0xfe,
};
const vniCodes: Record<string, string> = {
  á: 'aù',
  à: 'aø',
  ả: 'aû',
  ã: 'aõ',
  ạ: 'aï',
  ă: 'aê',
  ắ: 'aé',
  ằ: 'aè',
  ẳ: 'aú',
  ẵ: 'aü',
  ặ: 'aë',
  â: 'aâ',
  ấ: 'aá',
  ầ: 'aà',
  ẩ: 'aå',
  ẫ: 'aã',
  ậ: 'aä',
  đ: 'ñ',
  é: 'eù',
  è: 'eø',
  ẻ: 'eû',
  ẽ: 'eõ',
  ẹ: 'eï',
  ê: 'eâ',
  ế: 'eá',
  ề: 'eà',
  ể: 'eå',
  ễ: 'eã',
  ệ: 'eä',
  í: 'í',
  ì: 'ì',
  ỉ: 'æ',
  ĩ: 'ó',
  ị: 'ò',
  ó: 'où',
  ò: 'oø',
  ỏ: 'oû',
  õ: 'oõ',
  ọ: 'oï',
  ô: 'oâ',
  ố: 'oá',
  ồ: 'oà',
  ổ: 'oå',
  ỗ: 'oã',
  ộ: 'oä',
  ơ: 'ô',
  ớ: 'ôù',
  ờ: 'ôø',
  ở: 'ôû',
  ỡ: 'ôõ',
  ợ: 'ôï',
  ú: 'uù',
  ù: 'uø',
  ủ: 'uû',
  ũ: 'uõ',
  ụ: 'uï',
  ư: 'ö',
  ứ: 'öù',
  ừ: 'öø',
  ử: 'öû',
  ữ: 'öõ',
  ự: 'öï',
  ý: 'yù',
  ỳ: 'yø',
  ỷ: 'yû',
  ỹ: 'yõ',
  ỵ: 'î',
};
for (const [letter, code] of Object.entries(vniCodes)) vniCodes[letter.toUpperCase()] = code.toUpperCase();

const toTcvn3 = (text: string) =>
  [...text].map((c) => (c in tcvn3Codes ? String.fromCharCode(tcvn3Codes[c]!) : c)).join('');
/** as a capital font writes it: codes of small letters where capitals have none */
const toTcvn3Capitals = (text: string) =>
  [...text]
    .map((c) => (c in tcvn3Codes ? toTcvn3(c) : c.toLowerCase() in tcvn3Codes ? toTcvn3(c.toLowerCase()) : c))
    .join('');
const toVni = (text: string) => [...text].map((c) => vniCodes[c] ?? c).join('');

const letters = [...'áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ'];
/** a word that is spelled as Vietnamese is, with this letter in it */
const wordWith = (letter: string) =>
  letter === 'đ' ? 'đi' : /[ăằẳẵặắâầẩẫậấ]/.test(letter) ? `b${letter}n` : `b${letter}`;

const names = [
  'Nguyễn Văn Bình',
  'Lò Thị Hoa',
  'Quàng Văn Xôm',
  'Cà Thị Phượng',
  'Lường Văn Tưởng',
  'Vàng A Dế',
  'Giàng Thị Mỷ',
  'Thào A Súa',
  'Đặng Trần Thiện',
  'Hoàng Thị Ngọc Diệp',
  'Đỗ Quốc Khánh',
  'Trương Mỹ Duyên',
  'Phan Đình Đường',
  'Tòng Văn Cường',
  'Bùi Thế Quyết',
  'Sùng Thị Chư',
];
const sentences = [
  'Phòng Kinh tế, Hạ tầng và Đô thị phường Tô Hiệu đã đưa 12 thủ tục lên mạng.',
  'Tổ công nghệ số cộng đồng bản Nà Hin hướng dẫn 1.250 hộ gia đình thanh toán không dùng tiền mặt (năm 2026).',
  'Tham mưu, triển khai phong trào thi đua “Cả nước thi đua đổi mới sáng tạo và chuyển đổi số”.',
];

describe('old font encodings', () => {
  it('Q25-12: TCVN3 and VNI of every Vietnamese letter come back as they were', () => {
    expect(letters).toHaveLength(67);
    for (const letter of letters) {
      const text = `Trường học: ${wordWith(letter)}`;
      expect(fromLegacy(toTcvn3(text)), text).toMatchObject({ text, encoding: 'tcvn3' });
      expect(fromLegacy(toVni(text)), text).toMatchObject({ text, encoding: 'vni' });
      const capitals = text.toUpperCase();
      expect(fromLegacy(toVni(capitals)), capitals).toMatchObject({ text: capitals, encoding: 'vni' });
    }
  });

  it('Q25-12: names and sentences pasted from old Word files are read', () => {
    for (const text of [...names, ...sentences]) {
      expect(fromLegacy(toTcvn3(text)), text).toMatchObject({ text, encoding: 'tcvn3', doubtful: false });
      expect(fromLegacy(toVni(text)), text).toMatchObject({ text, encoding: 'vni', doubtful: false });
    }
    expect(fromLegacy('NguyÔn V¨n B×nh').text).toBe('Nguyễn Văn Bình');
    expect(fromLegacy('Nguyeãn Vaên Bình').text).toBe('Nguyễn Văn Bình');
  });

  it('Q25-12: capital fonts of TCVN3 give capitals', () => {
    for (const name of names) {
      const capitals = name.toUpperCase();
      expect(fromLegacy(toTcvn3Capitals(capitals)), capitals).toMatchObject({ text: capitals, encoding: 'tcvn3' });
    }
    expect(fromLegacy('Lß V¨n A').text).toBe('Lò Văn A');
  });

  it('Unicode stays as it is, composed or not, with and without diacritics', () => {
    for (const text of [...names, ...sentences, 'Nguyen Van A', 'Hà Sáng', 'Lò Hà', 'LÒ HÀ', 'Mã Hùng', '', '  ']) {
      expect(fromLegacy(text), text).toEqual({ text, encoding: null, doubtful: false });
      expect(fromLegacy(text.normalize('NFD')), text).toEqual({ text, encoding: null, doubtful: false });
    }
  });

  it('signs and foreign words are nobody’s old encoding', () => {
    for (const text of [
      '3 × 4 m²',
      '5 µm',
      '25 °C',
      'café',
      'Müller',
      'señor',
      'naïve',
      '© 2026',
      '§ 12',
      'Điều 5 § 3',
      'José',
      'Zoë',
    ])
      expect(fromLegacy(text), text).toMatchObject({ text, encoding: null });
  });

  it('what cannot be read with certainty stays, with a hint', () => {
    const reading = fromLegacy('Nguy¿n V¿n');
    expect(reading).toEqual({ text: 'Nguy¿n V¿n', encoding: null, doubtful: true });
    expect(tidyTyped('Nguy¿n V¿n').note).toMatch(/không chắc/);
  });

  it('the soft hyphen of TCVN3 is read before cleaning takes it away', () => {
    expect(tidyTyped('L­êng  V¨n\u00a0T­ëng')).toEqual({
      text: 'Lường Văn Tưởng',
      note: 'Đã chuyển từ phông chữ TCVN3 (ABC) sang Unicode, hãy kiểm tra.',
    });
    expect(tidyTyped('Lo\u0300 Thi\u0323 Hoa\u200b ')).toEqual({ text: 'Lò Thị Hoa', note: null });
  });
});

describe('names in capitals', () => {
  it('are offered in proper case, others stay', () => {
    expect(properCase('NGUYỄN VĂN A')).toBe('Nguyễn Văn A');
    expect(properCase('ĐẶNG THỊ ÁNH')).toBe('Đặng Thị Ánh');
    expect(properCase('H’HEN NIÊ-KĐĂM')).toBe('H’hen Niê-Kđăm');
    expect(properCase('Vàng A Dế')).toBe('Vàng A Dế');
    expect(isShouted('A')).toBe(false);
    expect(isShouted('LÒ')).toBe(false);
    expect(isShouted('LÒ VĂN A')).toBe(true);
  });
});
