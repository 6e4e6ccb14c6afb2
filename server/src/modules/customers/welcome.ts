import type { CartId, CustomerId } from '@splot/kernel'
import { perPlatform, type CommandContext, type Platform } from '#platform/context'

/** What somebody filled before she said who she is, and what opens it. */
export interface BroughtBasket {
  readonly cartId: CartId
  readonly token: string
}

/** Takes what a customer brings along when she signs in, if anything; answers her own basket, if she has one. */
export type Welcome = (
  ctx: CommandContext,
  customerId: CustomerId,
  basket: BroughtBasket | undefined,
) => Promise<CartId | undefined>

const welcomes = perPlatform<Welcome>('welcome')

/** Ties signing in to whoever keeps baskets; `main` does it once. Without it people sign in with empty hands. */
export const bindWelcome = (platform: Platform, welcome: Welcome): Welcome => welcomes.set(platform, welcome)

/** Hands over what she brought. Whatever becomes of it, she is signed in: a failure is logged and her basket stays where it was. */
export async function welcome(
  ctx: CommandContext,
  customerId: CustomerId,
  basket: BroughtBasket | undefined,
): Promise<CartId | undefined> {
  if (!welcomes.has(ctx.platform)) return undefined
  try {
    return await welcomes.of(ctx)(ctx, customerId, basket)
  } catch (error) {
    ctx.log.error({ err: error }, 'the basket of somebody who signed in could not be found or joined to hers')
    return undefined
  }
}
