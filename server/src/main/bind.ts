import { openAuthentication, bindSecrets, forgetOnRevocation, type Authenticate } from '#platform/auth'
import type { Platform } from '#platform/context'
import { systemActor } from '#platform/context'
import type { Tail } from '#platform/events'
import { openBrowse } from '#flows/browse'
import { joinGuestCart, openCarts } from '#modules/carts'
import { openCatalogue, catalogueOf } from '#modules/catalogue'
import { channelByCode, listChannels } from '#modules/channels'
import { bindWelcome, customerCredentials } from '#modules/customers'
import { bindCatalogue, openAvailability } from '#modules/inventory'
import { openLocations } from '#modules/locations'
import { bindPaymentProvider, openSandboxProvider } from '#modules/payments'
import { openPrices } from '#modules/pricing'
import { staffCredentials } from '#modules/staff'
import { bindWebhooks } from '#modules/webhooks'

export interface PaymentsOptions {
  readonly url: string
  readonly secret: string
  /** With which the provider signs what it tells us. */
  readonly webhookSecret: string
}

export interface BindOptions {
  readonly secret: string
  readonly payments: PaymentsOptions
  /** People reach us through https: cookies are `Secure` then. */
  readonly https?: boolean
  /** Inner networks that webhooks may go to, as `address/prefix`; default: none. */
  readonly webhookNetworks?: readonly string[]
}

/**
 * Ties the ports of the modules to each other and opens the read models of this process. Models that follow the tail are
 * opened before it starts.
 */
export async function bindModules(
  platform: Platform,
  tail: Tail,
  options: BindOptions,
): Promise<{ authenticate: Authenticate; close: () => Promise<void> }> {
  bindSecrets({ masterSecret: options.secret, https: options.https ?? false })
  bindWebhooks({ innerNetworks: options.webhookNetworks ?? [] })
  const provider = openSandboxProvider(options.payments)
  bindPaymentProvider(platform, provider)
  await Promise.all([
    openCatalogue(platform, tail),
    openPrices(platform, tail),
    openLocations(platform, tail),
  ])
  const read = platform.read(systemActor('bind'))
  const channels = await listChannels(read)
  openCarts(platform, {
    currencies: Object.fromEntries(channels.map(({ code, currency }) => [code, currency])),
  })
  bindWelcome(
    platform,
    async (ctx, customerId, basket) => (await joinGuestCart(ctx, customerId, basket))?.cartId,
  )
  bindCatalogue(async (_ctx, skus) => new Set(skus.filter((sku) => catalogueOf(platform).variant(sku))))
  await openBrowse(platform, await openAvailability(platform, tail))
  const authenticate = openAuthentication({
    platform,
    store: { ...staffCredentials, ...customerCredentials },
    webChannel: () => channelByCode(read, 'web'),
  })
  forgetOnRevocation(tail)
  return { authenticate, close: () => provider.close() }
}
