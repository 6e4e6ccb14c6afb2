import {
  Button,
  buttonClass,
  EmptyState,
  pickupQr,
  Skeleton,
  TextField,
  useFormat,
  optionText,
  spokenNumber,
} from '@splot/ui'
import { newId } from '@splot/kernel'
import { useQuery } from '@tanstack/react-query'
import { CircleCheckBig, HandHelping, QrCode } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { Fulfilment } from '../api/types.ts'
import { api, ask } from '../house.ts'
import { Go } from '../places.tsx'
import { play } from '../scan/sound.ts'
import { ProblemNote } from '../shell/Problem.tsx'
import { ArticlePicture } from '../till/ArticlePicture.tsx'
import { useT } from '../words.ts'
import { fulfilmentOf, learn } from './queries.ts'
import { type ShownCode, showCode, useShownCode } from './shown-code.ts'
import css from './HandOver.module.css'

type Code = { readonly qr: string } | { readonly orderNumber: string; readonly code: string }

/** Gives a ready order to the customer: her QR code and one tap, or number and code. */
export function HandOver() {
  const shown = useShownCode()
  const [done, setDone] = useState<{ readonly what: Fulfilment; readonly by: ShownCode | null } | null>(null)
  // A code shown after the last hand-over is the next customer's.
  const isDone = done && done.by === shown
  return (
    <div className={css.page}>
      {isDone ? (
        <Done
          fulfilment={done.what}
          onNext={() => {
            showCode(null)
            setDone(null)
          }}
        />
      ) : shown ? (
        <Shown
          key={`${shown.fulfilmentId}:${shown.code}`}
          shown={shown}
          onDone={(what) => setDone({ what, by: shown })}
        />
      ) : (
        <Typed onDone={(what) => setDone({ what, by: null })} />
      )}
    </div>
  )
}

/** Hands over once and keeps what was answered. */
function useHandOver(onDone: (what: Fulfilment) => void) {
  const [error, setError] = useState<unknown>(null)
  const [isPending, setPending] = useState(false)
  // One key for as long as the code stays the same: a repetition after a lost answer gets the first one.
  const [key, setKey] = useState<string>(newId)
  const handOver = async (code: Code) => {
    if (isPending) return
    setPending(true)
    setError(null)
    try {
      const headers = { 'idempotency-key': key }
      const what = await ask(api.POST('/v1/fulfilments/hand-over', { headers, body: code }))
      learn(what)
      play('done')
      onDone(what)
    } catch (failure) {
      play('wrong')
      setError(failure)
      if (failure instanceof Error && failure.name === 'ProblemError') setKey(newId())
    } finally {
      setPending(false)
    }
  }
  return { handOver, error, isPending }
}

function Shown({
  shown,
  onDone,
}: {
  readonly shown: ShownCode
  readonly onDone: (what: Fulfilment) => void
}) {
  const t = useT('handOver')
  const { locale } = useFormat()
  const found = useQuery({ ...fulfilmentOf(shown.fulfilmentId), staleTime: 0 })
  const { handOver, error, isPending } = useHandOver(onDone)
  const cancel = (
    <Button variant="quiet" size="l" onPress={() => showCode(null)}>
      {t('cancel')}
    </Button>
  )
  if (found.isPending) return <Skeleton shape="block" lines={4} />
  if (!found.data) {
    return (
      <>
        <ProblemNote title={t('failedTitle')} safe={t('failedSafe')} error={found.error} />
        {cancel}
      </>
    )
  }
  const { orderNumber, state, words, lines, id } = found.data
  const number = spokenNumber(orderNumber)
  if (state !== 'ready') {
    const isGone = state === 'collected'
    return (
      <>
        <EmptyState
          icon={<HandHelping />}
          title={isGone ? t('already') : t('notReady')}
          why={isGone ? t('doneWhy', { number }) : t('notReadyWhy', { state: words[locale] })}
          action={
            !isGone && (
              <Go
                place={{ to: '/orders/$id', params: { id } }}
                className={buttonClass({ variant: 'primary' })}
              >
                {t('goPick')}
              </Go>
            )
          }
        />
        {cancel}
      </>
    )
  }
  return (
    <>
      <header className={css.head}>
        <p>{t('take')}</p>
        <h1>{number}</h1>
      </header>
      <ul className={css.lines} aria-label={t('take')}>
        {lines.map((line) => (
          <li key={line.lineId}>
            <ArticlePicture url={line.picture?.url ?? null} />
            <span className={css.words}>
              <strong>{line.name[locale]}</strong>
              <span>{optionText(line.options, locale)}</span>
            </span>
            <span className={css.count}>{line.quantity} ×</span>
          </li>
        ))}
      </ul>
      {error !== null && <ProblemNote title={t('failedTitle')} safe={t('failedSafe')} error={error} />}
      <div className={css.actions}>
        <Button
          variant="primary"
          size="l"
          wide
          className={css.give}
          isPending={isPending}
          onPress={() => void handOver({ qr: pickupQr(shown.fulfilmentId, shown.code) })}
        >
          {t('give', { number })}
        </Button>
        {cancel}
      </div>
    </>
  )
}

function Typed({ onDone }: { readonly onDone: (what: Fulfilment) => void }) {
  const t = useT('handOver')
  const [number, setNumber] = useState('')
  const [code, setCode] = useState('')
  const { handOver, error, isPending } = useHandOver(onDone)
  const digits = { number: number.replace(/\D/g, ''), code: code.replace(/\D/g, '') }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void handOver({ orderNumber: digits.number, code: digits.code })
  }
  return (
    <>
      <header className={css.hero}>
        <QrCode aria-hidden />
        <h1>{t('title')}</h1>
        <p>{t('lead')}</p>
      </header>
      <form className={css.form} onSubmit={submit}>
        <h2>{t('orType')}</h2>
        <TextField
          label={t('number')}
          value={number}
          onChange={setNumber}
          inputMode="numeric"
          autoComplete="off"
        />
        <TextField
          label={t('code')}
          value={code}
          onChange={setCode}
          inputMode="numeric"
          autoComplete="off"
          maxLength={7}
        />
        {error !== null && <ProblemNote title={t('failedTitle')} safe={t('failedSafe')} error={error} />}
        <Button
          type="submit"
          variant="primary"
          size="l"
          isPending={isPending}
          isDisabled={digits.number.length < 9 || digits.code.length !== 6}
        >
          {t('giveTyped')}
        </Button>
      </form>
    </>
  )
}

function Done({ fulfilment, onNext }: { readonly fulfilment: Fulfilment; readonly onNext: () => void }) {
  const t = useT('handOver')
  const pick = useT('pick')
  return (
    <output className={css.done}>
      <CircleCheckBig aria-hidden />
      <h1>{t('done')}</h1>
      <p>{t('doneWhy', { number: spokenNumber(fulfilment.orderNumber) })}</p>
      <div className={css.actions}>
        <Button variant="primary" size="l" onPress={onNext}>
          {t('next')}
        </Button>
        <Go place={{ to: '/orders' }} className={buttonClass({ variant: 'quiet', size: 'l' })}>
          {pick('readyNext')}
        </Go>
      </div>
    </output>
  )
}
