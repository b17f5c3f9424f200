/** The mails about accounts and roles. Plain text; a line with only an address becomes a link. */
import { formatDateTime } from '#lib/domain/kernel/time.ts';
import { linkTo } from '../message/address.ts';
import { letterText } from '../message/letter.ts';
import type { App } from '../platform/ctx.ts';
import type { NewMessage } from '../platform/mail/queue.ts';

interface To {
  id: string;
  fullName: string;
  email: string;
}

const letter = (to: To, kind: string, subject: string, lines: string[]): NewMessage => ({
  kind,
  to: to.email,
  toName: to.fullName,
  personId: to.id,
  subject,
  body: letterText(to.fullName, lines),
});

export const confirmMail = (app: App, to: To, secret: string, until: Date): NewMessage =>
  letter(to, 'person.confirm', 'Xác nhận địa chỉ thư điện tử', [
    'Địa chỉ này vừa được dùng để lập tài khoản hoặc đổi thư điện tử. Hãy mở liên kết dưới đây để xác nhận:',
    linkTo(app, `/xac-nhan/${secret}`),
    `Liên kết dùng được đến ${formatDateTime(until)}. Nếu không phải Ông/Bà yêu cầu, hãy bỏ qua thư này.`,
  ]);

export const someoneTriedMail = (app: App, to: To): NewMessage =>
  letter(to, 'person.register-again', 'Địa chỉ này đã có tài khoản', [
    'Có người vừa đăng ký tài khoản bằng địa chỉ thư điện tử này, nhưng địa chỉ đã có tài khoản. Không có gì thay đổi.',
    'Nếu đó là Ông/Bà, hãy đăng nhập:',
    linkTo(app, '/dang-nhap'),
    'Nếu quên mật khẩu, hãy đặt mật khẩu mới:',
    linkTo(app, '/quen-mat-khau'),
  ]);

export const resetMail = (app: App, to: To, secret: string, until: Date): NewMessage =>
  letter(to, 'person.reset', 'Đặt lại mật khẩu', [
    'Có yêu cầu đặt lại mật khẩu cho tài khoản của Ông/Bà. Hãy mở liên kết dưới đây để đặt mật khẩu mới:',
    linkTo(app, `/dat-lai-mat-khau/${secret}`),
    `Liên kết dùng được một lần, đến ${formatDateTime(until)}. Nếu không phải Ông/Bà yêu cầu, hãy bỏ qua thư này; mật khẩu cũ vẫn còn nguyên.`,
  ]);

export const passwordChangedMail = (app: App, to: To, at: Date): NewMessage =>
  letter(to, 'person.password-changed', 'Mật khẩu đã được thay đổi', [
    `Mật khẩu của tài khoản này vừa được thay đổi lúc ${formatDateTime(at)}. Các phiên đăng nhập khác đã kết thúc.`,
    'Nếu không phải Ông/Bà thay đổi, hãy đặt lại mật khẩu ngay:',
    linkTo(app, '/quen-mat-khau'),
  ]);

export const emailChangedMail = (to: To, masked: string): NewMessage =>
  letter(to, 'person.email-changing', 'Có yêu cầu đổi thư điện tử của tài khoản', [
    `Có yêu cầu đổi thư điện tử của tài khoản này sang ${masked}. Thư điện tử chỉ đổi khi địa chỉ mới được xác nhận.`,
    'Nếu không phải Ông/Bà yêu cầu, hãy đổi mật khẩu và báo cho quản trị viên.',
  ]);

export const inviteMail = (
  app: App,
  to: To,
  secret: string,
  until: Date,
  by: string,
  role: string | null,
): NewMessage =>
  letter(to, 'person.invite', 'Lời mời tham gia', [
    `${by} mời Ông/Bà tham gia hệ thống${role ? ` với vai trò ${role}` : ''}. Hãy mở liên kết dưới đây để đặt mật khẩu và bắt đầu:`,
    linkTo(app, `/loi-moi/${secret}`),
    `Liên kết dùng được một lần, đến ${formatDateTime(until)}.`,
  ]);

export const roleGivenMail = (app: App, to: To, role: string, scope: string, until: Date | null): NewMessage =>
  letter(to, 'role.given', `Ông/Bà được giao vai trò ${role}`, [
    `Ông/Bà được giao vai trò ${role}${scope ? ` (${scope})` : ''}${until ? `, đến ${formatDateTime(until)}` : ''}.`,
    'Người có vai trò xem được thông tin của người khác, nên mật khẩu cần dài ít nhất 14 ký tự. Nếu mật khẩu đang dùng ngắn hơn, hãy đổi:',
    linkTo(app, '/tai-khoan/mat-khau'),
  ]);

export const roleTakenMail = (to: To, role: string, scope: string, reason: string): NewMessage =>
  letter(to, 'role.taken', `Thôi giao vai trò ${role}`, [
    `Vai trò ${role}${scope ? ` (${scope})` : ''} của Ông/Bà đã kết thúc. Lý do: ${reason}`,
  ]);
