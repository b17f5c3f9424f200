import { at, inner, type Rule, rule } from '../rules.ts';
import { inCall, standing } from './people.ts';

const room = '/xet-khen/dot/[call]/trinh-tren';
const of = `${room}/[forwardingId]`;
/** Only whoever signs the letter; those who look on are told so. */
const deciding = inner('leader', 'appraiser auditor admin');
/** an old version: nothing is taken away from the rows that follow */
const old = (base: Rule): Rule => at(base, { body: () => ({ version: '99' }) });

export const forwardingRows: Record<string, Rule | Rule[]> = {
  [`GET ${room}`]: inCall,
  [`POST ${room}?/make`]: at(standing, { body: () => ({ stepId: 'above', receiver: 'Thủ tướng Chính phủ' }) }),
  [`GET ${of}`]: inCall,
  [`GET ${of}/to-trinh.[format]`]: ['pdf', 'docx', 'xlsx'].map((format) =>
    at(inCall, { where: () => ({ format }), says: format }),
  ),
  [`GET ${of}/ho-so.zip`]: inCall,
  ...Object.fromEntries(
    ['drop', 'submit', 'reopen', 'cancel', 'send', 'takeBack', 'granted', 'refused', 'paid', 'due'].map((act) => [
      `POST ${of}?/${act}`,
      old(standing),
    ]),
  ),
  [`POST ${of}?/approve`]: old(deciding),
  [`POST ${of}?/return`]: old(deciding),
  [`POST ${of}?/removeFile`]: rule('', 'hidden', { 'sign-in': 'visitor' }),
};
