import type { RuleSet } from './types.ts'

/**
 * The rules that count for the price that is presented to everybody, and so for the lowest price of 30 days: public promotions and those with a
 * public code, as if everybody had typed it. What is made for single people is never among them. Price one piece with them in a context of
 * nobody in particular.
 */
export const publicRules = ({ version, promotions }: RuleSet): RuleSet => ({
  version,
  promotions: promotions
    .filter(
      ({ audience, publicCode }) => audience === 'public' || (audience === 'code' && publicCode === true),
    )
    .map((promotion) => ({ ...promotion, audience: 'public' })),
})
