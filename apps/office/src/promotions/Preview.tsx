import { useEffect, useState } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { amountText, wordsOf, type PricedBasket } from '@splot/rules'
import { Button, Checkbox, NumberField, Panel, Select, useLocale, useNow } from '@splot/ui'
import { X } from 'lucide-react'
import { variantsQuery } from '../api/queries.ts'
import { ArticleField } from '../page/ArticleField.tsx'
import { usePlaceChoices } from '../page/names.tsx'
import { useChannels } from '../page/scope.tsx'
import page from '../page/page.module.css'
import type { PromotionDraft } from './draft.ts'
import css from './promotions.module.css'
import { PIECES, tryOut, type Article, type Example } from './preview.ts'
import { useFitting } from './useFitting.ts'
import { useT as useFieldsT } from './words-of-fields.ts'
import { useT as usePromoT } from './words.ts'
import { useT } from './words-of-preview.ts'

const ways = ['counter', 'pickup', 'ship'] as const

/** The basket that was tried last: a draft that is saved, and the next promotion, are looked at with the same one. */
let lastExample: Example = { lines: [], channel: 'web', location: null, fulfilment: 'ship', fits: true }

type PreviewProps = Readonly<{
  draft: PromotionDraft
  /** It was made before: an empty example begins with articles that it is about. */
  isKnown: boolean
}>

/** An example basket, priced in this browser with the draft as it stands: what it takes off each line, or why nothing. */
export function Preview({ draft, isKnown }: PreviewProps) {
  const t = useT('preview')
  const { locale } = useLocale()
  const now = useNow()
  const [example, setExample] = useState(lastExample)
  const change = (part: Partial<Example>) => {
    lastExample = { ...example, ...part }
    setExample(lastExample)
  }
  const { data } = useQuery({
    ...variantsQuery(
      example.lines.map(({ sku }) => sku),
      locale,
    ),
    // What is known of the others stays while one more is asked for.
    placeholderData: keepPreviousData,
  })
  const fit = useFitting(draft, example, change)
  useEffect(() => {
    if (isKnown && lastExample.lines.length === 0) fit.mutate()
    // Once, when it is opened.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  const articles: readonly Article[] = example.lines.length === 0 ? [] : (data?.items ?? [])
  const priced = tryOut(draft, example, articles, now)
  return (
    <Panel title={t('preview')}>
      <div className={css.preview}>
        <p className={page.small}>{t('previewWhat')}</p>
        <World example={example} onChange={change} />
        <AddArticle
          onAdd={(sku) =>
            change({
              lines: example.lines.some((line) => line.sku === sku)
                ? example.lines
                : [...example.lines, { sku, quantity: 1 }],
            })
          }
        />
        <Button size="s" isPending={fit.isPending} onPress={() => fit.mutate()}>
          {t('fit')}
        </Button>
        {fit.isError && (
          <p className={page.small} role="alert">
            {t('fitFailed')}
          </p>
        )}
        {example.lines.length === 0 ? (
          <p className={page.muted}>{t('previewEmpty')}</p>
        ) : (
          <Lines draft={draft} example={example} articles={articles} priced={priced} onChange={change} />
        )}
        <div aria-live="polite">
          {priced === null ? (
            <p className={page.muted}>{t('previewFaulty')}</p>
          ) : (
            example.lines.length > 0 && <WhyNot priced={priced} />
          )}
        </div>
      </div>
    </Panel>
  )
}

function World({
  example,
  onChange,
}: Readonly<{ example: Example; onChange: (part: Partial<Example>) => void }>) {
  const t = useT('preview')
  const fields = useFieldsT('fields')
  const { locale } = useLocale()
  const channels = useChannels()
  const places = usePlaceChoices()
  const isStore = channels.find(({ code }) => code === example.channel)?.kind === 'store'
  return (
    <>
      <div className={css.fields}>
        <Select
          label={fields('channel')}
          choices={channels.map(({ code, name }) => ({ value: code, label: name[locale] }))}
          value={example.channel}
          onChange={(channel) => onChange({ channel, location: null })}
        />
        <Select
          label={fields('fulfilment')}
          choices={ways.map((value) => ({ value, label: fields(value) }))}
          value={example.fulfilment}
          onChange={(fulfilment) => onChange({ fulfilment })}
        />
      </div>
      {isStore && (
        <Select
          label={fields('location')}
          choices={places}
          value={example.location}
          onChange={(location) => onChange({ location })}
        />
      )}
      <Checkbox isSelected={example.fits} onChange={(fits) => onChange({ fits })}>
        {t('fits')}
      </Checkbox>
    </>
  )
}

/** The field is made anew after each article, so that it is empty for the next. */
function AddArticle({ onAdd }: Readonly<{ onAdd: (sku: string) => void }>) {
  const t = useT('preview')
  const [round, setRound] = useState(0)
  return (
    <ArticleField
      key={round}
      label={t('addArticle')}
      sku=""
      onChosen={(sku) => {
        onAdd(sku)
        setRound(round + 1)
      }}
    />
  )
}

type LinesProps = Readonly<{
  draft: PromotionDraft
  example: Example
  articles: readonly Article[]
  priced: PricedBasket | null
  onChange: (part: Partial<Example>) => void
}>

function Lines({ draft, example, articles, priced, onChange }: LinesProps) {
  const t = useT('preview')
  const promo = usePromoT('promo')
  const { locale } = useLocale()
  const money = (minor: number) => amountText(minor, draft.currency, locale)
  return (
    <table>
      <caption className={page.small}>{draft.label[locale] || draft.name}</caption>
      <tbody>
        {example.lines.map(({ sku, quantity }, index) => {
          const line = priced?.lines.find((one) => one.sku === sku)
          const off = line ? line.listMinor - line.grossMinor : 0
          const article = articles.find((one) => one.sku === sku)
          return (
            <tr key={sku}>
              <td>
                {article?.name ?? sku}
                <br />
                <span className={page.small}>{sku}</span>
              </td>
              <td>
                <span className={page.row}>
                  <NumberField
                    label={t('pieces', { sku })}
                    hideLabel
                    compact
                    className={css.quantity}
                    minValue={PIECES.min}
                    maxValue={PIECES.max}
                    formatOptions={{ maximumFractionDigits: 0 }}
                    value={quantity}
                    onChange={(typed) =>
                      onChange({
                        lines: example.lines.with(index, { sku, quantity: Number.isNaN(typed) ? 1 : typed }),
                      })
                    }
                  />
                  <Button
                    size="s"
                    variant="quiet"
                    icon={<X aria-hidden size={13} />}
                    aria-label={promo('removeWhat', { what: sku })}
                    onPress={() => onChange({ lines: example.lines.toSpliced(index, 1) })}
                  />
                </span>
              </td>
              <td>
                {line ? (
                  <>
                    {money(line.grossMinor)}
                    <br />
                    <span className={off > 0 ? css.off : page.muted}>
                      {off > 0 ? money(-off) : t('nothingOff')}
                    </span>
                  </>
                ) : (
                  article && <span className={page.muted}>{t('notSold')}</span>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
      {priced && <Totals priced={priced} money={money} />}
    </table>
  )
}

function Totals({ priced, money }: Readonly<{ priced: PricedBasket; money: (minor: number) => string }>) {
  const t = useT('preview')
  const { listMinor, shipping, discountMinor, grossMinor } = priced
  const rows = [
    [t('goods'), listMinor],
    ...(shipping ? ([[t('delivery'), shipping.listMinor]] as const) : []),
    [t('discount'), -discountMinor],
    [t('total'), grossMinor],
  ] as const
  return (
    <tfoot>
      {rows.map(([label, minor]) => (
        <tr key={label}>
          <th scope="row" colSpan={2}>
            {label}
          </th>
          <td>{money(minor)}</td>
        </tr>
      ))}
    </tfoot>
  )
}

function WhyNot({ priced }: Readonly<{ priced: PricedBasket }>) {
  const t = useT('preview')
  const { locale } = useLocale()
  const { rejected = [], gifts, currency } = priced
  return (
    <>
      {rejected.map(
        ({ promotionId, obstacle }) =>
          obstacle && (
            <p key={promotionId}>{t('whyNot', { why: wordsOf(obstacle, locale, currency).long })}</p>
          ),
      )}
      {gifts.map(({ sku, missing }) => (
        <p key={sku}>{t('giftMissing', { what: `${missing} × ${sku}` })}</p>
      ))}
    </>
  )
}
