import { invariant } from '@splot/kernel'
import { systemActor, type CommandContext, type Platform, type ReadContext } from '../context/index.ts'

/** Rows that one statement looks up. */
const MAX_ROWS = 200

/**
 * Makes a look-up of one row by its id that shares statements: who asks while another statement of it runs is answered by the next,
 * together with everybody else who came meanwhile. Nobody gets what was read before he asked. `look` gets distinct ids, which must be
 * well-formed: where it fails, it fails for all of them.
 */
export function gatherReads<Id extends string, Row>(
  name: string,
  look: (ctx: ReadContext, ids: readonly Id[]) => Promise<ReadonlyMap<Id, Row>>,
) {
  const gatherings = new WeakMap<Platform, Gathering<Id, Row>>()
  return (ctx: CommandContext, id: Id): Promise<Row | undefined> => {
    invariant(ctx.transaction === false, `${name} reads what is committed: not inside a transaction`)
    let gathering = gatherings.get(ctx.platform)
    if (!gathering) gatherings.set(ctx.platform, (gathering = new Gathering(name, ctx.platform, look)))
    return gathering.ask(id)
  }
}

interface Asking<Row> {
  readonly resolve: (row: Row | undefined) => void
  readonly reject: (error: unknown) => void
}

class Gathering<Id extends string, Row> {
  readonly name: string
  readonly platform: Platform
  readonly look: (ctx: ReadContext, ids: readonly Id[]) => Promise<ReadonlyMap<Id, Row>>
  readonly waiting = new Map<Id, Asking<Row>[]>()
  running = false

  constructor(name: string, platform: Platform, look: Gathering<Id, Row>['look']) {
    this.name = name
    this.platform = platform
    this.look = look
  }

  ask(id: Id): Promise<Row | undefined> {
    return new Promise((resolve, reject) => {
      const others = this.waiting.get(id)
      if (others) others.push({ resolve, reject })
      else this.waiting.set(id, [{ resolve, reject }])
      if (!this.running) void this.answer()
    })
  }

  async answer(): Promise<void> {
    this.running = true
    while (this.waiting.size > 0) {
      const batch = [...this.waiting].slice(0, MAX_ROWS)
      for (const [id] of batch) this.waiting.delete(id)
      try {
        const rows = await this.look(
          this.platform.read(systemActor(this.name)),
          batch.map(([id]) => id),
        )
        for (const [id, asking] of batch) for (const { resolve } of asking) resolve(rows.get(id))
      } catch (error) {
        for (const [, asking] of batch) for (const { reject } of asking) reject(error)
      }
    }
    this.running = false
  }
}
