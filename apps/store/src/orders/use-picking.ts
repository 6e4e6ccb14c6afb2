import { ProblemError } from '@splot/client'
import { newId } from '@splot/kernel'
import { type ScanState, useFormat } from '@splot/ui'
import { useEffect, useRef, useState } from 'react'
import type { Fulfilment } from '../api/types.ts'
import { api, ask } from '../house.ts'
import { play } from '../scan/sound.ts'
import { useTakeScan } from '../scan/scans.tsx'
import { errorWords, useT } from '../words.ts'
import { isTodo, learn } from './queries.ts'
import { takeCarriedScan } from './shown-code.ts'

interface Said {
  readonly state: ScanState
  readonly text: string
  readonly count: number
}

/** Counts scanned pieces one after the other and says what each scan did: shown, spoken and heard. */
export function usePicking(fulfilment: Fulfilment) {
  const t = useT('pick')
  const scanWords = useT('scan')
  const { locale } = useFormat()
  const [said, setSaid] = useState<Said | null>(null)
  const [busy, setBusy] = useState(0)
  const line = useRef(Promise.resolve())
  const newest = useRef(fulfilment)
  useEffect(() => {
    newest.current = fulfilment
  }, [fulfilment])

  const say = (state: ScanState, text: string) =>
    setSaid((last) => ({ state, text, count: (last?.count ?? 0) + 1 }))
  const refuse = (text: string) => {
    play('wrong')
    say('error', text)
  }
  const remember = (next: Fulfilment) => {
    newest.current = next
    learn(next)
  }
  const needed = () => {
    const names = newest.current.lines
      .filter((each) => each.picked < each.quantity)
      .map((each) => each.name[locale])
    return names.join('; ')
  }
  const nameOf = (code: string) =>
    newest.current.lines.find((each) => each.gtin === code || each.sku === code)?.name

  const begin = async () => {
    if (newest.current.state !== 'waiting') return
    const params = { path: { id: fulfilment.id } }
    remember(await ask(api.POST('/v1/fulfilments/{id}/start-picking', { params })))
  }
  const count = async (code: string, quantity: number) => {
    await begin()
    const next = await ask(
      api.POST('/v1/fulfilments/{id}/pick', {
        params: { path: { id: fulfilment.id } },
        headers: { 'idempotency-key': newId() },
        body: { code, quantity },
      }),
    )
    remember(next)
    const left = next.pieces - next.picked
    play(left === 0 ? 'done' : 'ok')
    say('ok', t('picked', { name: nameOf(code)?.[locale] ?? code, left }))
  }
  const explain = (error: unknown, code: string) => {
    if (!(error instanceof ProblemError)) return refuse(t('unsent'))
    const name = nameOf(code)?.[locale]
    if (error.problem.code === 'fulfilment.wrong_article') return refuse(t('wrong', { names: needed() }))
    if (error.problem.code === 'fulfilment.too_many_pieces' && name) return refuse(t('tooMany', { name }))
    return refuse(errorWords(error, locale))
  }
  const inTurn = (code: string, work: () => Promise<void>) => {
    setBusy((now) => now + 1)
    line.current = line.current
      .then(work)
      .catch((error: unknown) => explain(error, code))
      .finally(() => setBusy((now) => now - 1))
  }
  const pick = (code: string, quantity: number) => {
    // What plainly does not belong is refused before the network is asked.
    if (newest.current.lines.every((each) => each.gtin !== null) && !nameOf(code)) {
      return refuse(t('wrong', { names: needed() }))
    }
    inTurn(code, () => count(code, quantity))
  }

  useTakeScan(({ scan, quantity }) => {
    if (!isTodo(newest.current) || (scan.kind !== 'product' && scan.kind !== 'unknown')) return false
    if (scan.kind === 'product') pick(scan.gtin, quantity)
    else refuse(scanWords('unknown', { text: scan.text.slice(0, 40) }))
    return true
  })
  useEffect(() => {
    const carried = takeCarriedScan(fulfilment.id)
    if (carried) pick(carried, 1)
    // Once, when the order opens: the scan that opened it is its first piece.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  return { said, pick, start: () => inTurn('', begin), isBusy: busy > 0 }
}
