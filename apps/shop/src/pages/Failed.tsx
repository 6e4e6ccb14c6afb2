import { buttonClass } from '@splot/ui'
import { useRouter } from '@tanstack/react-router'
import { useT } from '../words/index.ts'
import css from './Message.module.css'

/** A page that failed to load in the browser. */
export function Failed() {
  const t = useT('pages')
  const router = useRouter()
  return (
    <div className={css.message} role="alert">
      <h1>{t('failed')}</h1>
      <p>{t('failedWhy')}</p>
      <button
        type="button"
        className={buttonClass({ variant: 'primary' })}
        onClick={() => void router.invalidate()}
      >
        {t('retry')}
      </button>
    </div>
  )
}
