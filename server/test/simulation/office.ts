import { anyKit, MINUTE, nextNode, type Shop } from './shop.ts'
import { anyRules } from './terms.ts'

/** What the office decides while everybody sells. */

/** A maker calls a lot back; some hours later it may be sold again, or not. */
export async function recallLot(shop: Shop): Promise<void> {
  const { random, agenda, model } = shop
  const [sku, code] = random.pick([...model.lots.lots.keys()]).split('\0')
  const lot = { sku: random.pick(shop.skus.filter((one) => one === sku)), code: code ?? '' }
  await shop.ask(nextNode(shop), 'web', { do: 'blockLot', ...lot, blocked: true })
  if (random.chance(0.7))
    agenda.in(random.int(30, 200) * MINUTE, 'back on sale', async () => {
      await shop.ask(nextNode(shop), 'web', { do: 'blockLot', ...lot, blocked: false })
    })
}

/** Other terms apply from now on. */
export async function publishTerms(shop: Shop): Promise<void> {
  await shop.ask(nextNode(shop), 'web', { do: 'publish', rules: anyRules(shop) })
}

/** A kit becomes another one; every process begins anew with it. */
export async function changeKit(shop: Shop): Promise<void> {
  const { random, nodes, kits } = shop
  if (nodes.some((node) => node.partitioned)) return
  await shop.ask(nextNode(shop), 'web', anyKit(shop, random.pick(kits)))
  for (const node of nodes) await node.startOver()
}
