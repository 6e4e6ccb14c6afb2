/** Pictures are drawn in this shape; it keeps their place before they come. */
export const PICTURE = { width: 600, height: 750 } as const
