import { perPlatform } from '#platform/context'
import type { PaymentProvider } from './types.ts'

const providers = perPlatform<PaymentProvider>('payments')

/** Tells payments whom to call; `main` does it once at start. */
export const bindPaymentProvider = providers.set

/** The provider of this process. */
export const providerOf = providers.of
