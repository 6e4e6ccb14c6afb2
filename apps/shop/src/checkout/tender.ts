import type { Tender } from '../api/types.ts'
import { blikDigits } from './fields.ts'

/** Cards of the sandbox provider, by the token its payment form would make of them; and BLIK. */
export type Way = 'tok_ok' | 'tok_declined_insufficient' | 'tok_pending_then_ok' | 'blik'

export const tenderOf = (way: Way, blik: string): Tender =>
  way === 'blik' ? { method: 'blik', code: blikDigits(blik) } : { method: 'card', token: way }

export const methodOf = (way: Way): Tender['method'] => (way === 'blik' ? 'blik' : 'card')
