import { at, inner, type Rule } from '../rules.ts';
import { awardRoom, inCall } from './people.ts';

export const frameRows: Record<string, Rule | Rule[]> = {
  'GET /xet-khen': awardRoom,
  'GET /xet-khen/dot/[call]': [
    inCall,
    at(inner(''), { where: () => ({ call: 'khong-co-dot-nay' }), says: 'that is not there' }),
  ],
};
