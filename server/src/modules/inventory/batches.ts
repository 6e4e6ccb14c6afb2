import { invariant } from '@splot/kernel'
import { systemActor, type CommandContext, type Platform, type WriteContext } from '#platform/context'

/** Requests decided in one transaction: a few milliseconds of work. */
const MAX_BATCH = 1_000
/** While one batch commits, the next is on its way; more would only wait for the same rows. */
const MAX_IN_FLIGHT = 2
/** A batch by itself costs as much as twenty requests: fewer than these wait until the one under way has committed. */
const WORTH_A_BATCH = 48
/** After these a batch is halved and tried again: unique violation, serialisation failure, deadlock. */
const CLASHES = new Set(['23505', '40001', '40P01'])
const MAX_CLASHES_ALONE = 5
/** How long a batch is sent again after its connection was lost: a database comes back from a crash in about two seconds. */
const RESEND_FOR_MS = 10_000
const RESEND_EVERY_MS = 100

interface Waiting<Input, Answer> {
  readonly input: Input
  readonly arrived: number
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

type Decide<Input, Answer> = (platform: Platform, inputs: readonly Input[]) => Promise<readonly Answer[]>

/**
 * Write combining for the scarce counters of stock: what arrives while earlier batches commit is decided together, in order of
 * arrival, in one transaction. `decide` must be idempotent by its inputs, because a batch whose connection was lost is sent
 * again without knowing whether it had committed. (The platform's `combineWrites` keeps answers by key in a table of its own; here
 * the hold is the answer, which halves the writes.)
 */
export const inBatches = <Input, Answer>(
  name: string,
  decide: (ctx: WriteContext, inputs: readonly Input[]) => Promise<readonly Answer[]>,
) =>
  inOwnBatches<Input, Answer>(
    name,
    (platform, inputs) =>
      // What `write` takes off an abandoned answer is no list.
      platform.write(systemActor(name), (ctx) => decide(ctx, inputs)) as Promise<readonly Answer[]>,
  )

/** The same for a `decide` that commits by itself. */
export function inOwnBatches<Input, Answer>(name: string, decide: Decide<Input, Answer>) {
  const queues = new WeakMap<Platform, Queue<Input, Answer>>()
  return (ctx: CommandContext, input: Input): Promise<Answer> => {
    let queue = queues.get(ctx.platform)
    if (!queue) queues.set(ctx.platform, (queue = new Queue(name, ctx.platform, decide)))
    return queue.push(input)
  }
}

/** Fails at once when a verb that commits on its own is called inside a transaction. */
export const outsideTransaction = (ctx: { readonly transaction: boolean }, verb: string): void =>
  invariant(
    ctx.transaction === false,
    `${verb} commits on its own: it must not be called inside a transaction`,
  )

class Queue<Input, Answer> {
  readonly name: string
  readonly platform: Platform
  readonly decide: Decide<Input, Answer>
  waiting: Waiting<Input, Answer>[] = []
  inFlight = 0
  scheduled = false

  constructor(name: string, platform: Platform, decide: Decide<Input, Answer>) {
    this.name = name
    this.platform = platform
    this.decide = decide
  }

  push(input: Input): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ input, arrived: performance.now(), resolve, reject })
      this.schedule()
    })
  }

  schedule(): void {
    if (this.scheduled || this.inFlight >= MAX_IN_FLIGHT || this.waiting.length === 0) return
    if (this.inFlight > 0 && this.waiting.length < WORTH_A_BATCH) return
    this.scheduled = true
    setImmediate(() => {
      this.scheduled = false
      // Many are shared out: the database decides one half while the other is made ready.
      const share = Math.ceil(this.waiting.length / (MAX_IN_FLIGHT - this.inFlight))
      const batch = this.waiting.splice(0, Math.min(MAX_BATCH, Math.max(WORTH_A_BATCH, share)))
      this.inFlight += 1
      void this.settle(batch, 0).finally(() => {
        this.inFlight -= 1
        this.schedule()
      })
      this.schedule()
    })
  }

  async settle(batch: readonly Waiting<Input, Answer>[], clashes: number): Promise<void> {
    try {
      const answers = await this.decide(
        this.platform,
        batch.map((request) => request.input),
      )
      invariant(answers.length === batch.length, `${this.name} must answer every request of the batch`)
      // The length was checked: every request has its answer.
      batch.forEach((request, index) => request.resolve(answers[index] as Answer))
    } catch (error) {
      await this.recover(batch, clashes, error as Error & { code?: string })
    }
  }

  async recover(
    batch: readonly Waiting<Input, Answer>[],
    clashes: number,
    error: Error & { code?: string },
  ): Promise<void> {
    const oldest = batch[0]?.arrived ?? 0
    if (isLostConnection(error) && performance.now() - oldest < RESEND_FOR_MS) {
      await new Promise((resolve) => setTimeout(resolve, RESEND_EVERY_MS))
      await this.settle(batch, clashes)
    } else if (batch.length > 1 && !isLostConnection(error)) {
      // One bad request must not take the others with it.
      const middle = batch.length >> 1
      await this.settle(batch.slice(0, middle), 0)
      await this.settle(batch.slice(middle), 0)
    } else if (clashes < MAX_CLASHES_ALONE && CLASHES.has(error.code ?? '')) {
      await this.settle(batch, clashes + 1)
    } else {
      for (const request of batch) request.reject(error)
    }
  }
}

/** Class 08, a shutdown or start-up of the server (57P0x), no free slot, a broken socket, or the driver's own words for it. */
const isLostConnection = (error: Error & { code?: string }): boolean =>
  /^(08...|57P0[123]|53300|ECONN(RESET|REFUSED)|EPIPE|ENOENT|ETIMEDOUT)$/.test(error.code ?? '') ||
  /connection (terminated|ended|timeout)|not queryable|timeout exceeded when trying to connect/i.test(
    error.message,
  )
