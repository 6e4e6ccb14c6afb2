import { Button, optionText, spokenNumber, useFormat, useLocale } from '@splot/ui'
import { Mail } from 'lucide-react'
import { shortName } from '../page/names.tsx'
import page from '../page/page.module.css'
import { mailOf } from './choice.ts'
import css from './incidents.module.css'
import type { Affected, WantedChoice } from './queries.ts'
import { useT } from './words.ts'

type Props = Readonly<{
  affected: Affected
  choice: WantedChoice | null
  isPending: boolean
  onDo: (choice: WantedChoice) => void
}>

/** What a choice does and what the customer will read, beside the one button that carries it out. */
export function Consequences({ affected, choice, isPending, onDo }: Props) {
  const t = useT('incidents')
  const mail = useT('mail')
  const words = useWordsOf(affected)
  if (choice === null) return <p className={page.muted}>{t('nothingFeasible')}</p>
  const kind = mailOf[choice.kind]
  const { effect, button } = words(choice)
  return (
    <>
      <div>
        <h4 className={css.small}>{t('effects')}</h4>
        <p>{effect}</p>
      </div>
      <figure className={css.letter} aria-label={t('told')}>
        <figcaption>
          <Mail aria-hidden /> {t('told')}
        </figcaption>
        <p className={css.subject}>{mail(`${kind}Subject`, { number: affected.order?.number ?? '' })}</p>
        <p>{mail(kind)}</p>
      </figure>
      <Button
        variant={choice.kind.startsWith('cancel') ? 'danger' : 'primary'}
        isPending={isPending}
        aria-label={`${button}: ${t('order', { number: spokenNumber(affected.order?.number ?? '') })}`}
        onPress={() => onDo(choice)}
      >
        {button}
      </Button>
    </>
  )
}

function useWordsOf({ options }: Affected) {
  const t = useT('incidents')
  const { locale } = useLocale()
  const format = useFormat()
  return (choice: WantedChoice): { effect: string; button: string } => {
    switch (choice.kind) {
      case 'other_place': {
        const found = options?.otherPlaces.find(({ location }) => location.id === choice.locationId)
        const place = shortName(found?.location.name ?? '')
        return { effect: t('effectMove', { place }), button: t('doMove', { place }) }
      }
      case 'substitute': {
        const article = options?.substitutes.find((one) => one.article.sku === choice.sku)?.article
        const said = article ? optionText(article.options, locale) : choice.sku
        return {
          effect: t('effectSubstitute', { article: `${article?.name[locale] ?? ''}, ${said}` }),
          button: t('doSubstitute', { options: said }),
        }
      }
      case 'wait': {
        const when = format.date(choice.until, 'day')
        return { effect: t('effectWait', { when }), button: t('doWait', { when }) }
      }
      case 'cancel_line':
        return { effect: t('effectCancelLine'), button: t('doCancelLine') }
      case 'cancel_order':
        return { effect: t('effectCancelOrder'), button: t('doCancelOrder') }
    }
  }
}
