import { LocaleProvider, Price, useFormat, useLocale } from '@splot/ui'
import { shortName, usePlaces } from '../page/names.tsx'
import { useCategories, useChannels } from '../page/scope.tsx'
import page from '../page/page.module.css'
import { changedBy, type Effect, type ExceptionTerms } from './exception-draft.ts'
import css from './prices.module.css'
import { useT } from './exception-words.ts'

const PPM = 1_000_000
/** What shoppers read is shown on an article of this price, minor units. */
const EXAMPLE_MINOR = 10_000

/** What an exception does to a price: −5 %, +2,00 zł. */
export function useEffectWords(): (effect: Effect) => string {
  const format = useFormat()
  return (effect) => {
    if (effect.kind === 'amount')
      return format.money({ minor: effect.minor, currency: effect.currency }, { sign: 'always' })
    const share = format.percent(effect.ppm / PPM)
    return effect.ppm > 0 ? `+${share}` : share
  }
}

/** For whom and what an exception is, in words; what it does not name is all. */
export function useScopeOf(): (terms: ExceptionTerms) => string {
  const t = useT('exceptions')
  const { locale } = useLocale()
  const channels = useChannels()
  const places = usePlaces()
  const categories = useCategories()
  return (terms) =>
    [
      terms.channels
        ?.map((id) => channels.find((channel) => channel.id === id)?.name[locale] ?? id)
        .join(', ') ?? t('allChannels'),
      terms.locations?.map((id) => shortName(places.get(id)?.name ?? id)).join(', ') ?? t('everywhere'),
      ...(terms.groups?.map((group) => t('group', { group })) ?? []),
      terms.categories
        ?.map((handle) => categories.find((category) => category.handle === handle)?.name ?? handle)
        .join(', '),
      terms.skus?.join(', '),
    ]
      .filter(Boolean)
      .join(' · ')
}

/** The reason of an exception as every surface shows it with a price, in both languages of the shop. */
export function ReadByShoppers({
  effect,
  reason,
}: Readonly<{ effect: Effect | null; reason: { readonly pl: string; readonly en: string } }>) {
  const t = useT('exceptions')
  const currency = effect?.kind === 'amount' ? effect.currency : 'PLN'
  const isWhole = effect !== null && reason.pl.trim() !== '' && reason.en.trim() !== ''
  const format = useFormat()
  return (
    <figure className={css.read} aria-label={t('readTitle')}>
      <figcaption>
        {t('readTitle')} · {t('readExample', { price: format.money({ minor: EXAMPLE_MINOR, currency }) })}
      </figcaption>
      {isWhole ? (
        <div className={css.pair}>
          {(['pl', 'en'] as const).map((language) => (
            <LocaleProvider key={language} initial={language}>
              <div lang={language}>
                <Price
                  current={{ minor: changedBy(effect, EXAMPLE_MINOR), currency }}
                  reasons={[reason[language]]}
                />
              </div>
            </LocaleProvider>
          ))}
        </div>
      ) : (
        <p className={page.muted}>{t('readNothing')}</p>
      )}
    </figure>
  )
}
