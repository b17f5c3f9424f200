import type { Random } from '#lib/domain/kernel/random.ts';
import { fold } from '#lib/domain/kernel/text.ts';

/** Names as the peoples of Sơn La bear them; shares roughly follow the province's census. */
interface People {
  weight: number;
  family: string[];
  middle: { nam: string[]; nữ: string[] };
  given: { nam: string[]; nữ: string[] };
}

const list = (text: string): string[] => text.split(',').map((name) => name.trim());

const peoples: People[] = [
  {
    // Kinh
    weight: 40,
    family: list(
      'Nguyễn, Nguyễn, Nguyễn, Trần, Trần, Lê, Lê, Phạm, Hoàng, Vũ, Đỗ, Bùi, Đặng, Phan, Ngô, Dương, Đào, Trịnh, Tạ, Mai',
    ),
    middle: {
      nam: list('Văn, Đức, Minh, Quang, Hữu, Tuấn, Anh, Công, Mạnh, Xuân, Thành, Đình'),
      nữ: list('Thị, Thị Thu, Thị Thanh, Thị Hồng, Ngọc, Thu, Thị Kim, Phương, Thị Bích, Minh, Khánh'),
    },
    given: {
      nam: list(
        'Hùng, Dũng, Cường, Tuấn, Sơn, Hải, Long, Nam, Thắng, Hiếu, Trung, Kiên, Đạt, Hoàng, Quân, Tùng, Việt, Bình, Khánh, Phong, Thịnh, Toàn, Linh, Duy',
      ),
      nữ: list(
        'Hương, Lan, Hoa, Hằng, Nga, Thảo, Trang, Hà, Linh, Mai, Yến, Nhung, Huyền, Phượng, Thủy, Vân, Dung, Oanh, Quỳnh, Hạnh, Loan, Ngân, Tâm, Chi',
      ),
    },
  },
  {
    // Thái
    weight: 36,
    family: list(
      'Lò, Lò, Lò, Quàng, Quàng, Cà, Tòng, Lường, Lường, Cầm, Hoàng, Bạc, Đèo, Lù, Vì, Điêu, Hà, Mè, Cầm, Sa',
    ),
    middle: {
      nam: list('Văn, Văn, Văn, Minh, Đức, Quang, Xuân, Thanh, Ngọc'),
      nữ: list('Thị, Thị, Thị, Thị Thu, Thị Hồng, Thị Ngọc, Kim'),
    },
    given: {
      nam: list(
        'Thiêm, Hặc, Xương, Pản, Inh, Bun, Hiêng, Thoan, Sáng, Phương, Chung, Hợp, Tưởng, Hiến, Ín, Pâng, Thưởng, Ngoan, Nọi, Cương, Lả, Chiến, Tiến, Un',
      ),
      nữ: list(
        'Thoa, Hiên, Ánh, Lả, Pánh, Ọi, Inh, Xuân, Hịa, Diên, Phóng, Chiên, Hương, Bích, Nọi, Xôm, Yêu, Duyên, Ngoan, Thiết, Hặc, Én, Phượng, Chum',
      ),
    },
  },
  {
    // Mông
    weight: 13,
    family: list('Giàng, Giàng, Sùng, Vàng, Thào, Thào, Mùa, Hạng, Lầu, Vừ, Tráng, Sồng, Hờ, Phàng, Mùa, Ly'),
    middle: { nam: list('A, A, A, A, Láo, Bả, Nỏ, Sáy'), nữ: list('Thị') },
    given: {
      nam: list(
        'Chu, Dơ, Páo, Tủa, Lử, Sếnh, Chớ, Dình, Vảng, Nênh, Khua, Lềnh, Tếnh, Sử, Dia, Chống, Tú, Hồng, Só, Thái',
      ),
      nữ: list('Mỷ, Dợ, Sua, Pàng, Mai, Ca, Chía, Xia, Dí, Sông, Mo, Bầu, Súa, Chở, Lan, Dung'),
    },
  },
  {
    // Mường
    weight: 7,
    family: list('Đinh, Đinh, Bùi, Hà, Quách, Phùng, Cầm, Lường'),
    middle: { nam: list('Văn, Công, Quang, Xuân, Mạnh'), nữ: list('Thị, Thị Thu, Thị Thúy, Ngọc') },
    given: {
      nam: list('Thuận, Hưng, Lượng, Thiện, Điệp, Tưởng, Lực, Khởi, Nghĩa, Chính, Huynh, Bảo'),
      nữ: list('Thơm, Xuyến, Hiền, Thắm, Nguyệt, Lệ, Mến, Tươi, Khuyên, Lụa, Hậu, Nhàn'),
    },
  },
  {
    // Dao
    weight: 2,
    family: list('Bàn, Triệu, Đặng, Phùng, Lý'),
    middle: { nam: list('Văn, Tiến, Kim, Phúc'), nữ: list('Thị, Mùi, Thị Kim') },
    given: { nam: list('Hín, Quẩy, Lâm, Phú, Chòi, Sinh, Thọ'), nữ: list('Coi, Mui, Nhậy, Liều, Hoa, Pham') },
  },
  {
    // Khơ Mú
    weight: 2,
    family: list('Lèo, Moong, Quàng, Lường, Vì'),
    middle: { nam: list('Văn, Văn, Phò'), nữ: list('Thị, Mẹ') },
    given: { nam: list('Phong, Thìn, Hặc, Sơn, Ót, Thân, Chương'), nữ: list('Ban, Thuyên, Xuân, Ngọ, Hom, Lan') },
  },
];

/** A source of people's full names, no two alike when folded. `taken` are names of a fixed cast. */
export function nameSource(random: Random, taken: readonly string[] = []): () => string {
  const used = new Set(taken.map(fold));
  const once = (): string => {
    const people = random.weighted(peoples.map((p) => [p, p.weight] as const));
    const sex = random.chance(0.52) ? 'nam' : 'nữ';
    return [random.pick(people.family), random.pick(people.middle[sex]), random.pick(people.given[sex])].join(' ');
  };
  return () => {
    for (let attempt = 0; attempt < 200; attempt++) {
      const name = once();
      if (used.has(fold(name))) continue;
      used.add(fold(name));
      return name;
    }
    // A very large season runs out of three-part names: a second given name makes new ones, as in life.
    for (;;) {
      const people = random.weighted(peoples.slice(0, 2).map((p) => [p, p.weight] as const));
      const sex = random.chance(0.5) ? 'nam' : 'nữ';
      const name = `${once()} ${random.pick(people.given[sex])}`;
      if (used.has(fold(name))) continue;
      used.add(fold(name));
      return name;
    }
  };
}

/** A mail address of a reserved domain: it can never reach a real person. */
export const mailAddress = (name: string, n: number): string =>
  `${fold(name).replace(/[^a-z]+/g, '.')}.${n}@thu.example`;

/** A telephone number of the right shape in a row that no operator gives out. */
export const mobileNumber = (n: number): string => `0900${String(n % 1_000_000).padStart(6, '0')}`;
