import type { RegistrationForm } from '#lib/domain/document/types.ts';
import { decimal, facts, headView, longDate, signerView } from './format.ts';
import { renderPdf } from './typst.ts';

/** Phiếu đăng ký dự thi (K26-4b), filled from the entry. */
export const registrationFormPdf = (f: RegistrationForm) =>
  renderPdf({
    template: 'registration',
    title: `Phiếu đăng ký dự thi${f.entryCode ? ` ${f.entryCode}` : ''}`,
    author: f.head.issuer,
    madeAt: f.madeAt,
    ...(f.entryCode ? { footer: `Phiếu đăng ký dự thi – ${f.entryCode}` } : {}),
    data: {
      head: headView(f.head),
      contest: f.contestName,
      product: facts([
        ['Mã hồ sơ', f.entryCode],
        ['Tên sản phẩm', f.title],
        ['Trụ cột', f.pillar],
        ['Nội dung định hướng', f.topics.join('; ')],
        ['Đơn vị gửi', f.unit],
      ]),
      authors: f.authors.map((a, i) => ({
        name: `${i + 1}. ${a.name}`,
        facts: facts([
          ['Năm sinh', a.birthYear],
          ['Chức vụ, nghề nghiệp', a.position],
          ['Đơn vị công tác', a.workplace],
          ['Địa chỉ', a.address],
          ['Điện thoại', a.phone],
          ['Thư điện tử', a.email],
          ['Tỷ lệ đóng góp', `${decimal(a.share)} %`],
        ]),
      })),
      answers: f.answers,
      files: f.files,
      declarations: f.declarations.map((d) => ({ mark: d.accepted ? '[x]' : '[  ]', text: d.text })),
      dated: `${f.place}, ${longDate(f.date, f.year)}`,
      signers: f.signers.map((s) => signerView(s)),
    },
  });
