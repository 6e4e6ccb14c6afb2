import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Book, ChargeAnswer, ChargeOrder, RefundAnswer } from './book.ts'
import { holdsCardNumber } from './card-numbers.ts'
import type { Faults, FaultSwitches } from './faults.ts'
import type { Delivery } from './magic.ts'
import { problem, PROBLEM_TYPE } from './problem.ts'
import type { Problem } from './problem.ts'
import {
  answers,
  chargeOrder,
  faultOrder,
  listQuery,
  MAX_KEY_CHARS,
  pageSize,
  refundOrder,
} from './schemas.ts'
import type { Settling } from './settle.ts'

/** Longer than any caller should wait, short enough that a forgotten one is let go. */
const HELD_ANSWER_MS = 60_000

type Reply = { status: number; body: unknown; delivery?: Delivery; replayed?: boolean }

const refusal = (body: Problem): Reply => ({ status: body.status, body })
const schemaFor = (status: number, success: object) => ({
  [status]: success,
  '4xx': answers.problem,
  '5xx': answers.problem,
})

/** A usable Idempotency-Key, or the refusal. It is stored like the body, so it too must not be a card number. */
function keyOf(request: FastifyRequest): string | Problem {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || key === '')
    return problem(400, 'idempotency_key_required', 'Send an Idempotency-Key header.')
  if (key.length > MAX_KEY_CHARS)
    return problem(
      400,
      'idempotency_key_too_long',
      `An Idempotency-Key has at most ${MAX_KEY_CHARS} characters.`,
    )
  if (holdsCardNumber(key))
    return problem(422, 'card_number_refused', 'Never send a card number; send a token.')
  return key
}

const keyReused = () =>
  problem(409, 'idempotency_key_reused', 'This Idempotency-Key was used for another request.')
const unknownCharge = () => problem(404, 'unknown_charge', 'There is no such charge.')

function chargeReply(answer: ChargeAnswer, settling: Settling): Reply {
  switch (answer.kind) {
    case 'unknown_token':
      return refusal(problem(422, 'unknown_token', 'This token is none of the sandbox.', '/method/token'))
    case 'key_reused':
      return refusal(keyReused())
    case 'charged':
      if (answer.replayed) return { status: 201, body: answer.charge, replayed: true }
      if (answer.charge.status === 'pending') settling.later(answer.charge)
      return answer.outcome.delivery
        ? { status: 201, body: answer.charge, delivery: answer.outcome.delivery }
        : { status: 201, body: answer.charge }
  }
}

function refundReply(answer: RefundAnswer): Reply {
  switch (answer.kind) {
    case 'refunded':
      return { status: 201, body: answer.refund, replayed: answer.replayed }
    case 'key_reused':
      return refusal(keyReused())
    case 'unknown_charge':
      return refusal(unknownCharge())
    case 'not_refundable':
      return refusal(problem(409, 'charge_not_refundable', `A ${answer.status} charge cannot be refunded.`))
    case 'over':
      return refusal(
        problem(422, 'refund_over_charge', `Only ${answer.refundable} can still be refunded.`, '/amount'),
      )
  }
}

function send(reply: FastifyReply, { status, body, replayed }: Reply): void {
  reply.code(status)
  if (replayed) reply.header('idempotent-replayed', 'true')
  if (status >= 400) reply.type(PROBLEM_TYPE)
  reply.send(body)
}

/** Sends replies, or fails to in the way that a magic token or a fault switch asks for. */
function openDelivery() {
  const held = new Set<NodeJS.Timeout>()
  return {
    deliver(reply: FastifyReply, answer: Reply, delivery: Delivery) {
      if (delivery === 'answer') return send(reply, answer)
      if (delivery === 'drop') {
        reply.hijack()
        reply.raw.destroy()
        return
      }
      if (delivery === 'error')
        return send(reply, refusal(problem(500, 'internal_error', 'Something went wrong.')))
      const timer = setTimeout(() => {
        held.delete(timer)
        send(reply, answer)
      }, HELD_ANSWER_MS)
      held.add(timer)
    },
    close() {
      for (const timer of held) clearTimeout(timer)
      held.clear()
    },
  }
}

/** The routes under /v1 and the fault switches. Whoever registers them has checked the key of the caller. */
export function routes(app: FastifyInstance, book: Book, settling: Settling, faults: Faults): void {
  const delivery = openDelivery()
  app.addHook('preClose', async () => delivery.close())

  /** Runs `decide` under the fault switches. Without faults nothing is awaited: the request stays in one turn. */
  const respond = (reply: FastifyReply, decide: () => Reply): void | Promise<void> => {
    const fault = faults.next()
    const act = () => {
      if (fault.refuse) {
        const unavailable = problem(503, 'unavailable', 'The provider is down; nothing was booked.')
        return delivery.deliver(reply, refusal(unavailable), 'answer')
      }
      const answer = decide()
      const by = fault.delivery === 'answer' ? (answer.delivery ?? 'answer') : fault.delivery
      delivery.deliver(reply, answer, by)
    }
    if (fault.latencyMs === 0) return act()
    // Not returned: a promise that ends without an answer would tell Fastify that there will be none.
    void sleep(fault.latencyMs).then(act)
  }

  app.post<{ Body: ChargeOrder }>(
    '/v1/charges',
    { schema: { body: chargeOrder, response: schemaFor(201, answers.charge) } },
    (request, reply) =>
      respond(reply, () => {
        const key = keyOf(request)
        return typeof key === 'string' ? chargeReply(book.charge(key, request.body), settling) : refusal(key)
      }),
  )

  app.get<{ Params: { id: string } }>(
    '/v1/charges/:id',
    { schema: { response: schemaFor(200, answers.charge) } },
    (request, reply) =>
      respond(reply, () => {
        const charge = book.find(request.params.id)
        return charge ? { status: 200, body: charge } : refusal(unknownCharge())
      }),
  )

  app.get<{ Querystring: { idempotency_key?: string; limit?: string; starting_after?: string } }>(
    '/v1/charges',
    { schema: { querystring: listQuery, response: schemaFor(200, answers.chargePage) } },
    (request, reply) =>
      respond(reply, () => {
        const { idempotency_key: key, limit, starting_after: after } = request.query
        const page = book.list(pageSize(limit), after)
        if (!page) return refusal(unknownCharge())
        if (key === undefined) return { status: 200, body: page }
        const found = book.findByKey(key)
        return { status: 200, body: { ...page, data: found ? [found] : [], has_more: false } }
      }),
  )

  app.post<{ Params: { id: string }; Body: { amount: number; reference: string } }>(
    '/v1/charges/:id/refunds',
    { schema: { body: refundOrder, response: schemaFor(201, answers.refund) } },
    (request, reply) =>
      respond(reply, () => {
        const key = keyOf(request)
        return typeof key === 'string'
          ? refundReply(book.refund(key, request.params.id, request.body))
          : refusal(key)
      }),
  )

  app.get<{ Params: { id: string } }>(
    '/v1/charges/:id/refunds',
    { schema: { response: schemaFor(200, answers.refunds) } },
    (request, reply) =>
      respond(reply, () =>
        book.find(request.params.id)
          ? { status: 200, body: { data: book.refundsOf(request.params.id) } }
          : refusal(unknownCharge()),
      ),
  )

  app.get('/_faults', () => faults.get())
  app.post<{ Body: Partial<FaultSwitches> }>('/_faults', { schema: { body: faultOrder } }, (request) =>
    faults.set(request.body),
  )
}
