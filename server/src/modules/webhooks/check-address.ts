import { Refusal } from '@splot/kernel'
import { addressesOf, mayReach } from './inner-networks.ts'

/**
 * Refuses the address of an endpoint that leads inside our own network (`webhooks.inner_address`) or nowhere
 * (`webhooks.unknown_host`), while its owner is still there to correct it. What counts is the check when a delivery connects.
 */
export async function checkAddress(url: string): Promise<void> {
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  const addresses = await addressesOf(host).catch(() => [])
  if (addresses.length === 0) {
    throw refused('webhooks.unknown_host', 'There is no host of this name. Check the address.')
  }
  if (!addresses.every(mayReach)) {
    throw refused(
      'webhooks.inner_address',
      'This address is inside our own network, where webhooks do not go. Give one that the internet reaches, or have the network allowed by configuration.',
    )
  }
}

const refused = (code: string, message: string): Refusal =>
  new Refusal('unprocessable', code, message, { errors: [{ pointer: '/url', detail: message, code }] })
