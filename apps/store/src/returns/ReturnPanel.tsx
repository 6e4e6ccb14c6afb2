import {
  Button,
  EmptyState,
  Money,
  ScanBar,
  type ScanState,
  Skeleton,
  TextField,
  useFormat,
  useLocale,
  spokenNumber,
} from '@splot/ui'
import { newId } from '@splot/kernel'
import { useQuery } from '@tanstack/react-query'
import { PackageSearch } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { AcceptedReturn, Order } from '../api/types.ts'
import { api, ask, outbox, queries, signedInPerson } from '../house.ts'
import { play } from '../scan/sound.ts'
import { useTakeScan } from '../scan/scans.tsx'
import { ProblemNote } from '../shell/Problem.tsx'
import { SidePanel } from '../till/Panel.tsx'
import { articleByGtin } from '../till/variants.ts'
import { useOutbox } from '../use-house.ts'
import { channelName, problemOfCode, useT } from '../words.ts'
import {
  emptyReturn,
  leftOf,
  lineFor,
  refundOf,
  requestOf,
  setReturned,
  takenOf,
  splitRefund,
  tenderOf,
} from './return-draft.ts'
import { ReturnDone } from './ReturnDone.tsx'
import { ReturnLines } from './ReturnLines.tsx'
import { ReturnReasons } from './ReturnReasons.tsx'
import { usePreview } from './use-preview.ts'
import css from './ReturnPanel.module.css'

export const RETURN = 'return'

export interface ReturnPanelProps {
  /** The order that is open; null while it is looked for. */
  readonly number: string | null
  readonly onNumber: (number: string | null) => void
  readonly onClose: () => void
}

/** Takes back what was bought in any channel: the order, the pieces, why; then the money goes where it came from. */
export function ReturnPanel({ number, onNumber, onClose }: ReturnPanelProps) {
  const t = useT('returns')
  const order = useQuery({
    queryKey: ['order', number],
    queryFn: () =>
      ask(api.GET('/v1/orders/by-number/{number}', { params: { path: { number: number ?? '' } } })),
    enabled: number !== null,
    staleTime: 0,
  })
  if (order.data && number !== null) {
    return <OpenReturn order={order.data} onNumber={onNumber} onClose={onClose} />
  }
  return (
    <SidePanel title={t('title')} closeLabel={t('close')} onClose={onClose}>
      <FindOrder onNumber={onNumber} />
      {number !== null && order.isPending && <Skeleton shape="block" lines={3} />}
      {order.isError && <ProblemNote title={t('failedTitle')} safe={t('failedSafe')} error={order.error} />}
      {number === null && <EmptyState icon={<PackageSearch />} title={t('start')} why={t('startWhy')} />}
    </SidePanel>
  )
}

function FindOrder({ onNumber }: Pick<ReturnPanelProps, 'onNumber'>) {
  const t = useT('returns')
  const [typed, setTyped] = useState('')
  const find = (event: FormEvent) => {
    event.preventDefault()
    const number = typed.replace(/\D/g, '')
    if (number) onNumber(number)
  }
  return (
    <form className={css.find} onSubmit={find}>
      <TextField
        label={t('number')}
        value={typed}
        onChange={setTyped}
        inputMode="numeric"
        autoComplete="off"
      />
      <Button type="submit" variant="primary" isDisabled={typed.trim() === ''}>
        {t('find')}
      </Button>
    </form>
  )
}

interface OpenReturnProps extends Pick<ReturnPanelProps, 'onNumber' | 'onClose'> {
  readonly order: Order
}

function OpenReturn({ order, onNumber, onClose }: OpenReturnProps) {
  const t = useT('returns')
  const format = useFormat()
  const [draft, setDraft] = useState(emptyReturn)
  const [sentId, setSentId] = useState<string | null>(null)
  const [refused, setRefused] = useState<unknown>(null)
  const entry = useOutbox().find(({ id }) => id === sentId)
  const said = useReturnScans(order, draft, setDraft, sentId === null)
  const request = requestOf(order, draft)
  const counted = refundOf(order, draft)
  const preview = usePreview(request)
  const amount = preview?.refund ?? counted.amount
  const shipping = preview?.shipping ?? counted.shipping
  const tender = tenderOf(order)
  const pieces = order.lines.reduce((sum, line) => sum + takenOf(draft, line.lineId), 0)

  const isHere = useRef(true)
  useEffect(() => {
    isHere.current = true
    return () => void (isHere.current = false)
  }, [])
  const submit = async () => {
    const person = signedInPerson()
    if (!request || !person || sentId) return
    const id = newId()
    setRefused(null)
    setSentId(id)
    await outbox.commit({
      id,
      kind: RETURN,
      path: '/v1/returns',
      body: request,
      staffId: person.id,
      staffName: person.name,
      note: { amount, pieces, about: order.number },
    })
    const settled = await outbox.settled(id)
    if (settled.state === 'done') play('done')
    void queries.invalidateQueries({ queryKey: ['order'] })
    // Nobody looks at this panel any more: the outbox keeps the refusal until somebody has read it there.
    if (settled.state !== 'refused' || !isHere.current) return
    play('wrong')
    setRefused(problemOfCode(settled.problem ?? { code: 'http.unreadable' }))
    setSentId(null)
    await outbox.remove(id)
  }
  const title = t('order', { number: spokenNumber(order.number) })
  if (entry && entry.state !== 'refused') {
    // Answered by POST /v1/returns.
    const answer = entry.state === 'done' ? (entry.answer as AcceptedReturn) : null
    return (
      <SidePanel title={title} closeLabel={t('close')} onClose={onClose}>
        <ReturnDone answer={answer} tries={entry.attempts} onNext={() => onNumber(null)} />
      </SidePanel>
    )
  }
  return (
    <SidePanel
      title={title}
      closeLabel={t('close')}
      onClose={onClose}
      foot={
        <>
          {shipping.minor > 0 && (
            <p className={css.shipping}>{t('shipping', { amount: format.money(shipping) })}</p>
          )}
          {preview && preview.shippingKept.minor > 0 && (
            <output className={css.shipping}>
              {t('shippingKept', { amount: format.money(preview.shippingKept) })}
            </output>
          )}
          {preview && preview.withheld.minor !== 0 && (
            <output className={css.shipping}>
              {t(preview.withheld.minor > 0 ? 'withheld' : 'madeGood', {
                amount: format.money({ ...preview.withheld, minor: Math.abs(preview.withheld.minor) }),
              })}
            </output>
          )}
          <Button
            variant="primary"
            size="l"
            wide
            isDisabled={!request}
            isPending={sentId !== null}
            onPress={() => void submit()}
          >
            {pieces === 0 && tender !== null ? (
              t('chooseFirst')
            ) : (
              <Submit amount={amount} tender={tender} parts={splitRefund(order, amount.minor)} />
            )}
          </Button>
        </>
      }
    >
      <p className={css.about}>
        {order.words[format.locale]} ·{' '}
        {t('placed', {
          channel: channelName(order.channel, format.locale),
          date: format.date(order.placedAt, 'date'),
        })}{' '}
        · <Money value={order.totals.gross} />
      </p>
      {said && (
        <ScanBar state={said.state} count={said.count}>
          {said.text}
        </ScanBar>
      )}
      {refused !== null && <ProblemNote title={t('failedTitle')} safe={t('failedSafe')} error={refused} />}
      <ReturnLines order={order} draft={draft} onChange={setDraft} />
      {pieces > 0 && <ReturnReasons order={order} draft={draft} onChange={setDraft} />}
      {/* At the counter nobody withdraws; elsewhere the day is asked where it decides about money. */}
      {order.channel !== 'store' && (draft.withdrawnOn || (preview?.withheld.minor ?? 0) > 0) && (
        <TextField
          label={t('withdrawnOn')}
          description={t('withdrawnOnWhy')}
          type="date"
          value={draft.withdrawnOn ?? ''}
          onChange={(withdrawnOn) => setDraft({ ...draft, withdrawnOn })}
        />
      )}
    </SidePanel>
  )
}

interface SubmitProps {
  readonly amount: { readonly minor: number; readonly currency: string }
  readonly tender: string | null
  readonly parts: readonly { readonly method: string; readonly minor: number }[]
}

function Submit({ amount: whole, tender, parts }: SubmitProps) {
  const t = useT('returns')
  const format = useFormat()
  const names = useTenders()
  const { currency } = whole
  const amount = format.money(whole)
  if (tender === null) return t('notPaid')
  if (parts.length > 1) {
    const each = parts.map(
      ({ method, minor }) => `${format.money({ minor, currency })} ${t('to', { tender: names(method) })}`,
    )
    return t('submitSplit', { parts: each.join(', ') })
  }
  const only = parts[0]?.method ?? tender
  return only === 'cash' ? t('submitCash', { amount }) : t('submit', { amount, tender: names(only) })
}

/** The tender in words, as it stands after "to". */
export function useTenders(): (tender: string) => string {
  const t = useT('returns')
  return (tender) => {
    if (tender === 'cash') return t('cashTender')
    if (tender === 'blik') return t('blik')
    if (tender === 'gift_card') return t('giftCard')
    if (tender === 'store_credit') return t('storeCredit')
    return tender === 'card' ? t('card') : tender
  }
}

/** While an order is open, a scanned article comes back instead of being sold. */
function useReturnScans(
  order: Order,
  draft: typeof emptyReturn,
  setDraft: (change: (now: typeof emptyReturn) => typeof emptyReturn) => void,
  isOpen: boolean,
) {
  const t = useT('returns')
  const scanWords = useT('scan')
  const { locale } = useLocale()
  const [said, setSaid] = useState<{ state: ScanState; text: string; count: number } | null>({
    state: 'ready',
    text: t('scanItems', { number: spokenNumber(order.number) }),
    count: 0,
  })
  const say = (state: ScanState, text: string) => {
    play(state === 'ok' ? 'ok' : 'wrong')
    setSaid((last) => ({ state, text, count: (last?.count ?? 0) + 1 }))
  }
  const take = async (gtin: string, quantity: number) => {
    const found = await articleByGtin(gtin, locale)
    if (found.state === 'no_network') return say('error', scanWords('noNetwork'))
    // What has no price any more may still come back.
    const article = found.state === 'found' ? found.article : found.state === 'no_price' ? found : null
    if (!article) return say('error', t('notThis', { number: spokenNumber(order.number) }))
    const { sku, name } = article
    const known = order.lines.some((line) => line.sku === sku)
    if (!known) return say('error', t('notThis', { number: spokenNumber(order.number) }))
    const line = lineFor(order, draft, sku)
    if (!line) return say('warn', t('noMore', { name }))
    setDraft((now) => setReturned(now, line, Math.min(takenOf(now, line.lineId) + quantity, leftOf(line))))
    say('ok', `${name} · ${quantity}`)
  }
  useTakeScan((event) => {
    if (!isOpen || event.scan.kind !== 'product') return false
    void take(event.scan.gtin, event.quantity)
    return true
  })
  return said
}
