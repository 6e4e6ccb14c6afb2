import { type Command, PHYSICAL } from './commands.ts'
import { MINUTE, type ChannelName, type Shop } from './shop.ts'
import type { SimulatedNode } from './node.ts'

/** Of a hundred messages so many are late by minutes, and so many arrive twice. */
const LATE = 0.04
const TWICE = 0.06

/**
 * Sends a command through the network: usually at once, sometimes late, sometimes twice, and out of order. A node that is cut off keeps
 * what it is told until it is back. `then` hears the first answer. What really happened (a sale, a delivery) is told once:
 * there the door's idempotency key takes the second copy away.
 */
export function send(
  shop: Shop,
  node: SimulatedNode,
  channel: ChannelName,
  command: Command,
  then: (answer: unknown) => Promise<void> = async () => {},
): void {
  const { random, agenda } = shop
  const isFact = PHYSICAL.some((fact) => fact === command.do)
  let answered = false
  const deliver = async (): Promise<void> => {
    if (node.partitioned) {
      agenda.in(random.int(1, 10) * MINUTE, command.do, deliver)
      return
    }
    const answer = await shop.ask(node, channel, command)
    if (answered) return
    answered = true
    await then(answer)
  }
  const delay = random.chance(LATE) ? random.int(1, 15) * MINUTE : random.int(0, 2_000)
  agenda.in(delay, command.do, deliver)
  if (!isFact && random.chance(TWICE))
    agenda.in(delay + random.int(0, 5 * MINUTE), `${command.do} again`, deliver)
}
