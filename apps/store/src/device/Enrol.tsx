import { Button, ErrorState, LocaleSwitch, Logo, TextField, ThemeSwitch, useLocale } from '@splot/ui'
import { type FormEvent, useState } from 'react'
import { deviceApi, device, ask } from '../house.ts'
import { errorWords, useT } from '../words.ts'
import css from './Door.module.css'

/** The first start: the office's one-time code becomes this device's key. */
export function Enrol({ storage }: { readonly storage: 'kept' | 'refused' }) {
  const t = useT('enrol')
  const { locale } = useLocale()
  const [code, setCode] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [isPending, setPending] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (isPending) return
    setPending(true)
    setError(null)
    try {
      const asked = await ask(
        deviceApi.POST('/v1/devices/enrol', {
          // A kiosk has a program of its own, which sells nothing.
          body: { code: code.trim().toUpperCase(), kinds: ['till', 'handheld'] },
        }),
      )
      const { name, kind, idleMinutes } = asked.device
      await device.enrolled({
        deviceId: asked.deviceId,
        key: asked.key,
        name,
        kind,
        idleMinutes,
        location: asked.location,
      })
    } catch (failure) {
      setError(failure)
    } finally {
      setPending(false)
    }
  }

  if (storage === 'refused') {
    return (
      <main className={css.door}>
        <ErrorState
          title={t('storageRefused')}
          safe={t('storageRefusedWhy')}
          onRetry={() => window.location.reload()}
        />
      </main>
    )
  }
  return (
    <main className={css.door}>
      <div className={css.corner}>
        <LocaleSwitch />
        <ThemeSwitch />
      </div>
      <form className={css.card} onSubmit={(event) => void submit(event)} noValidate>
        <Logo />
        <div>
          <h1 className={css.title}>{t('title')}</h1>
          <p className={css.lead}>{t('lead')}</p>
        </div>
        <TextField
          label={t('code')}
          description={t('codeHelp')}
          value={code}
          onChange={(next) => setCode(next.toUpperCase())}
          autoComplete="off"
          placeholder="ABCD-EFGH"
          className={css.code}
          error={error ? errorWords(error, locale) : null}
        />
        <Button
          type="submit"
          variant="primary"
          size="l"
          wide
          isPending={isPending}
          isDisabled={code.trim().length < 8}
        >
          {t('submit')}
        </Button>
        <p className={css.note}>{t('where')}</p>
      </form>
    </main>
  )
}
