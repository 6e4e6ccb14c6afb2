/** An order number as people read it aloud: `123 456 789`, the groups held together by no-break spaces. */
export const spoken = (number: string): string => number.replace(/(\d{3})(?=\d)/g, '$1\u00a0')
