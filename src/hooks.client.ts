import type { ClientInit } from '@sveltejs/kit/hooks';
import { watchEarlyTyping } from '#lib/ui/typedEarly.ts';

export const init: ClientInit = () => watchEarlyTyping();
