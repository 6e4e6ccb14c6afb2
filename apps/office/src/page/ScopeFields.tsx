import { ComboBox, RadioGroup, RadioOption, Select, useLocale } from '@splot/ui'
import { ArticleField } from './ArticleField.tsx'
import { usePlaceChoices } from './names.tsx'
import { regionName, useCategories } from './scope.tsx'
import { useT } from './scope-words.ts'

type Goods = Readonly<{ goods: 'all' | 'category' | 'sku'; category: string | null; sku: string }>
type Where = Readonly<{
  where: 'all' | 'region' | 'place'
  region: string | null
  locationId: string | null
}>

/** Which goods: all, a category with everything below it, or one article. */
export function GoodsFields({
  value,
  all,
  asked,
  onChange,
}: Readonly<{
  value: Goods
  /** What all goods are called here; left out: everything. */
  all?: string
  asked: boolean
  onChange: (part: Partial<Goods>) => void
}>) {
  const t = useT('scope')
  const categories = useCategories()
  return (
    <>
      <RadioGroup<Goods['goods']>
        label={t('goods')}
        layout="row"
        value={value.goods}
        onChange={(goods) => onChange({ goods })}
      >
        <RadioOption value="all">{all ?? t('allGoods')}</RadioOption>
        <RadioOption value="category">{t('byCategory')}</RadioOption>
        <RadioOption value="sku">{t('bySku')}</RadioOption>
      </RadioGroup>
      {value.goods === 'category' && (
        <ComboBox
          label={t('category')}
          choices={categories.map(({ handle, name }) => ({ value: handle, label: name }))}
          value={value.category}
          onChange={(category) => onChange({ category })}
          error={asked && value.category === null && t('needScope')}
        />
      )}
      {value.goods === 'sku' && (
        <ArticleField
          label={t('article')}
          sku={value.sku}
          onChange={(sku) => onChange({ sku })}
          error={asked && value.sku === '' && t('needScope')}
        />
      )}
    </>
  )
}

/** In which places: all, a region, or one. */
export function WhereFields({
  value,
  regions,
  asked,
  onChange,
}: Readonly<{
  value: Where
  regions: readonly string[]
  asked: boolean
  onChange: (part: Partial<Where>) => void
}>) {
  const t = useT('scope')
  const { locale } = useLocale()
  const places = usePlaceChoices()
  return (
    <>
      <RadioGroup<Where['where']>
        label={t('where')}
        layout="row"
        value={value.where}
        onChange={(where) => onChange({ where })}
      >
        <RadioOption value="all">{t('everywhere')}</RadioOption>
        <RadioOption value="region">{t('byRegion')}</RadioOption>
        <RadioOption value="place">{t('byPlace')}</RadioOption>
      </RadioGroup>
      {value.where === 'region' && (
        <Select
          label={t('region')}
          choices={regions.map((region) => ({ value: region, label: regionName(region, locale) }))}
          value={value.region}
          onChange={(region) => onChange({ region })}
          error={asked && value.region === null && t('needScope')}
        />
      )}
      {value.where === 'place' && (
        <Select
          label={t('place')}
          choices={places}
          value={value.locationId}
          onChange={(locationId) => onChange({ locationId })}
          error={asked && value.locationId === null && t('needScope')}
        />
      )}
    </>
  )
}
