/**
 * Why customers bring things back: a subset of the return reason definitions of Shopify's Standard Product Taxonomy (MIT,
 * see NOTICE), with Polish and English words. The codes are ours and never change; old returns keep theirs.
 */
export const returnReasons = [
  { code: 'changed_mind', words: { pl: 'Zmiana decyzji', en: 'Changed my mind' } },
  { code: 'too_small', words: { pl: 'Zbyt mały', en: 'Too small' } },
  { code: 'too_big', words: { pl: 'Zbyt duży', en: 'Too big' } },
  { code: 'fit', words: { pl: 'Dopasowanie', en: 'Fit' } },
  { code: 'comfort', words: { pl: 'Wygoda', en: 'Comfort' } },
  { code: 'style', words: { pl: 'Styl', en: 'Style' } },
  { code: 'colour', words: { pl: 'Kolor', en: 'Colour' } },
  { code: 'material', words: { pl: 'Materiał', en: 'Material' } },
  { code: 'not_as_described', words: { pl: 'Pozycja niezgodna z opisem', en: 'Not as described' } },
  { code: 'wrong_item', words: { pl: 'Otrzymano niewłaściwą pozycję', en: 'Received the wrong item' } },
  { code: 'defective', words: { pl: 'Uszkodzony lub wadliwy', en: 'Damaged or defective' } },
  { code: 'arrived_late', words: { pl: 'Dostarczono z opóźnieniem', en: 'Arrived too late' } },
  { code: 'other', words: { pl: 'Inny', en: 'Other' } },
] as const

export type ReturnReason = (typeof returnReasons)[number]['code']

export const returnReasonCodes: readonly ReturnReason[] = returnReasons.map((reason) => reason.code)
