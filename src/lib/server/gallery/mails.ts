/** Mails about publication (K24-4). */
import { entryName } from '#lib/domain/entry/exclusion.ts';
import { formatDateTime } from '#lib/domain/kernel/time.ts';
import type { EntryRecord } from '../entry/record.ts';
import { linkTo } from '../message/address.ts';
import { type Addressee, entryLetter } from '../message/letter.ts';
import type { App } from '../platform/ctx.ts';
import type { NewMessage } from '../platform/mail/queue.ts';
import type { StoredProgramme } from '../programme/queries.ts';

type About = Pick<EntryRecord, 'id' | 'code' | 'title'>;

export const guardianMail = (
  app: App,
  to: Addressee,
  programme: StoredProgramme,
  entry: About,
  about: { child: string; secret: string; until: Date },
): NewMessage =>
  entryLetter(to, programme, entry, 'gallery.guardian', `Ý kiến của người giám hộ của ${about.child}`, [
    `${about.child} là tác giả của tác phẩm ${entryName(entry)}, tại ${programme.doc.name}, và ghi Ông/Bà là cha, mẹ hoặc người giám hộ.`,
    'Vì tác giả chưa đủ tuổi, tác phẩm chỉ được đăng công khai khi cả tác giả và người giám hộ đồng ý. Ông/Bà đồng ý hay không đồng ý đều được; không đồng ý thì tác phẩm vẫn dự thi. Xem và trả lời tại:',
    linkTo(app, `/nguoi-giam-ho/${about.secret}`),
    `Liên kết này là của riêng Ông/Bà, để trả lời đến ${formatDateTime(about.until)}. Sau khi trả lời, cũng ở đó Ông/Bà rút lại được bất cứ lúc nào. Nếu Ông/Bà không phải người giám hộ, xin bỏ qua thư này.`,
  ]);

export const consentReminder = (app: App, to: Addressee, programme: StoredProgramme, entry: About): NewMessage =>
  entryLetter(to, programme, entry, 'gallery.consent-reminder', 'Trả lời về việc đăng công khai tác phẩm', [
    `Ông/Bà chưa trả lời về việc đăng công khai tác phẩm ${entryName(entry)}. Không có trả lời thì tác phẩm không được đăng; việc dự thi không bị ảnh hưởng.`,
    'Ông/Bà chọn đồng ý hoặc không đồng ý cho từng việc tại:',
    linkTo(app, `/bai-du-thi/${entry.id}/cong-khai`),
    'Nếu chưa có tài khoản, hãy lập bằng chính địa chỉ thư này.',
  ]);
