import { ProblemError } from '@splot/client'
import { Button, LocaleSwitch, Logo, TextField } from '@splot/ui'
import { useState, type SubmitEvent } from 'react'
import { enrol, isForAnother } from './device.ts'
import { useT } from './words.ts'
import css from './kiosk.module.css'

const CODE_LENGTH = 8

/** The first start: the office's one-time code becomes this kiosk's key. */
export function Enrol() {
  const t = useT('enrol')
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    setPending(true)
    setProblem(null)
    try {
      await enrol(code.trim())
    } catch (error) {
      setProblem(
        isForAnother(error) ? t('notKiosk') : error instanceof ProblemError ? t('wrong') : t('offline'),
      )
      setPending(false)
    }
  }
  return (
    <main className={css.door}>
      <form className={css.card} onSubmit={(event) => void submit(event)} noValidate>
        <Logo />
        <h1>{t('title')}</h1>
        <p>{t('lead')}</p>
        <TextField
          label={t('code')}
          value={code}
          onChange={(next) => setCode(next.toUpperCase())}
          autoComplete="off"
          placeholder="ABCD-EFGH"
          error={problem}
        />
        <Button
          type="submit"
          variant="primary"
          size="l"
          wide
          isPending={pending}
          isDisabled={code.trim().length < CODE_LENGTH}
        >
          {t('submit')}
        </Button>
        <LocaleSwitch />
      </form>
    </main>
  )
}
