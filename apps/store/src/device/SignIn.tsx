import { unsettled } from '@splot/offline'
import { Button, KeyPad, LiveRegion, LocaleSwitch, Logo, ThemeSwitch, cx, useLocale } from '@splot/ui'
import { Lock, MapPin } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ask, device, deviceApi, outbox, signedInPerson } from '../house.ts'
import { useTakeKeys } from '../scan/scans.tsx'
import { useOutbox } from '../use-house.ts'
import { errorWords, useT } from '../words.ts'
import type { Ended, Enrolment, Person } from './session.ts'
import css from './Door.module.css'

const MAX_NUMBER = 10
const MIN_NUMBER = 3
const MAX_PIN = 8
const MIN_PIN = 4

export interface SignInProps {
  readonly enrolment: Enrolment
  readonly lockedFor: Person | null
  readonly ended: Ended
}

/** Number, then PIN, on a pad and on the keyboard. After a lock the PIN alone. */
export function SignIn({ enrolment, lockedFor, ended }: SignInProps) {
  const t = useT('signIn')
  const { locale } = useLocale()
  const [number, setNumber] = useState(lockedFor?.number ?? '')
  const [step, setStep] = useState<'number' | 'pin'>(lockedFor ? 'pin' : 'number')
  const [pin, setPin] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [isPending, setPending] = useState(false)

  const enter = async () => {
    if (step === 'number') {
      if (number.length >= MIN_NUMBER) setStep('pin')
      return
    }
    if (pin.length < MIN_PIN || isPending) return
    setPending(true)
    setError(null)
    try {
      await signIn(number, pin)
    } catch (failure) {
      setError(failure)
      setPin('')
    } finally {
      setPending(false)
    }
  }
  const value = step === 'number' ? number : pin
  const change = (next: string) => {
    setError(null)
    if (step === 'number') setNumber(next.slice(0, MAX_NUMBER))
    else setPin(next.slice(0, MAX_PIN))
  }
  useTakeKeys((text) => change(value + text.replace(/\D/g, '')))
  useEnterAndBackspace(
    () => void enter(),
    () => change(value.slice(0, -1)),
  )

  const mine = lockedFor && number === lockedFor.number ? lockedFor : null
  return (
    <main className={css.door} data-density="assistant">
      <div className={css.corner}>
        <LocaleSwitch />
        <ThemeSwitch />
      </div>
      <div className={css.card}>
        <div className={css.head}>
          {mine ? <Lock aria-hidden className={css.lock} /> : <Logo />}
          <h1 className={css.title}>{mine ? t('hello', { name: mine.name }) : t('title')}</h1>
          {mine && ended && <p className={css.lead}>{t(ended)}</p>}
          <p className={css.place}>
            <MapPin aria-hidden /> {enrolment.location.name} · {enrolment.name}
          </p>
        </div>
        <div className={css.entry}>
          <span className={css.label}>{step === 'number' ? t('number') : `${t('pin')} · ${number}`}</span>
          <output className={cx(css.value, Boolean(error) && css.wrong)} aria-hidden>
            {step === 'number' ? number || '–' : <Dots count={pin.length} />}
          </output>
          {step === 'pin' && <LiveRegion message={t('digits', { count: String(pin.length) })} />}
          <p className={css.error} role="alert">
            {error ? errorWords(error, locale) : ''}
          </p>
        </div>
        <KeyPad
          label={step === 'number' ? t('number') : t('pin')}
          value={value}
          onChange={change}
          maxLength={step === 'number' ? MAX_NUMBER : MAX_PIN}
          onEnter={() => void enter()}
          enterLabel={step === 'number' ? t('next') : mine ? t('unlock') : t('enter')}
        />
        {step === 'pin' && (
          <Button
            variant="quiet"
            onPress={() => {
              setStep('number')
              setNumber('')
              setPin('')
              setError(null)
            }}
          >
            {mine ? t('other') : t('changeNumber')}
          </Button>
        )}
        <Waiting />
        <p className={css.note}>{t('autoLock', { minutes: enrolment.idleMinutes })}</p>
      </div>
    </main>
  )
}

function Dots({ count }: { readonly count: number }) {
  return (
    <span className={css.dots}>
      {Array.from({ length: Math.max(MIN_PIN, count) }, (_, at) => (
        <span key={at} className={cx(css.dot, at < count && css.full)} />
      ))}
    </span>
  )
}

/** What somebody sold and only she can send. */
function Waiting() {
  const t = useT('signIn')
  const waiting = unsettled(useOutbox()).filter((entry) => entry.state === 'waiting' && !entry.byAnyone)
  const [first] = waiting
  if (!first) return null
  return <p className={css.waiting}>{t('waitsFor', { count: waiting.length, name: first.staffName })}</p>
}

async function signIn(number: string, pin: string): Promise<void> {
  const { session, signedIn } = await ask(
    deviceApi.POST('/v1/devices/staff-sign-in', { body: { number, pin } }),
  )
  await device.signedIn({
    token: session,
    person: { id: signedIn.staff.id, number: signedIn.staff.number, name: signedIn.staff.name },
    permissions: signedIn.permissions.map(({ permission }) => permission),
  })
  // What this person sold before the lock is sent now, under her own name.
  if (signedInPerson()) void outbox.flush({ now: true })
}

/** A keyboard's Enter and Backspace, where no button or field has the focus. */
function useEnterAndBackspace(enter: () => void, erase: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.target !== document.body) return
      if (event.key === 'Enter') enter()
      if (event.key === 'Backspace') erase()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  })
}
