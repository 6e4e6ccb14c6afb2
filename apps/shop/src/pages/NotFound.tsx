import { buttonClass } from '@splot/ui'
import { Head } from '../chrome/Head.tsx'
import { useT } from '../words/index.ts'
import css from './Message.module.css'
import { Link } from '../routing.ts'

export function NotFound() {
  const t = useT('pages')
  return (
    <div className={css.message}>
      <Head title={`${t('notFound')} | Osnowa`} hidden />
      <h1>{t('notFound')}</h1>
      <p>{t('notFoundWhy')}</p>
      <Link to="/" className={buttonClass({ variant: 'primary' })}>
        {t('goHome')}
      </Link>
    </div>
  )
}
